package dev.seonchak.core.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Collects what breaks an invariant: counts all, keeps the first few as sentences. */
final class Breaches {

    /** Lines of evidence that a finding shows. */
    static final int SHOWN = 20;

    private final List<String> lines = new ArrayList<>();
    private long total;

    /** One more. The line is only made where it will be shown. */
    void add(Supplier<String> line) {
        if (total++ < SHOWN) {
            lines.add(line.get());
        }
    }

    /** All of another's. */
    void addAll(Breaches others) {
        for (String line : others.lines) {
            if (lines.size() < SHOWN) {
                lines.add(line);
            }
        }
        total += others.total;
    }

    boolean none() {
        return total == 0;
    }

    long total() {
        return total;
    }

    /** These are no breaches yet: nobody can know. */
    Finding unknown(Invariant invariant, Words why) {
        return new Finding(invariant, Finding.Status.UNKNOWN, why, lines, total);
    }

    /** A pass with the one sentence, or a fail with the other. */
    Finding finding(Invariant invariant, Words pass, Words fail) {
        return none() ? Finding.pass(invariant, pass) : new Finding(invariant, Finding.Status.FAIL, fail, lines, total);
    }
}
