package dev.seonchak.lab.run;

import java.util.List;

/**
 * Faults that overlap, one after another. Nobody recovers from one of them while another lasts, and afterwards nobody can tell
 * which one it was from; so a recovery counts from the end of all, and may take as long as the slowest of them.
 */
record Bout(List<Struck> faults) {

    /** All that overlap with one, directly or through others; itself too. */
    static Bout around(Struck one, List<Struck> all) {
        Bout bout = new Bout(List.of(one));
        Bout grown = bout.among(all);
        while (grown.faults.size() > bout.faults.size()) {
            bout = grown;
            grown = bout.among(all);
        }
        return bout;
    }

    private Bout among(List<Struck> all) {
        long beganAtMs = beganAtMs();
        long healedAtMs = healedAtMs();
        return new Bout(all.stream()
                .filter(other -> other.beganAtMs() <= healedAtMs && other.healedAtMs() >= beganAtMs)
                .toList());
    }

    private long beganAtMs() {
        return faults.stream().mapToLong(Struck::beganAtMs).min().orElseThrow();
    }

    /** When all of them were healed, in milliseconds since the epoch. */
    long healedAtMs() {
        return faults.stream().mapToLong(Struck::healedAtMs).max().orElseThrow();
    }

    /** Milliseconds from the first to the last. */
    long lastedMs() {
        return faults.stream().mapToLong(Struck::healingAtMs).max().orElseThrow() - beganAtMs();
    }

    /** Longest time from the healing of all until 202s are as fast as before, in milliseconds. */
    long p99Within(Limits limits) {
        return faults.stream()
                .mapToLong(one -> limits.p99Within(one.strike().fault()))
                .max()
                .orElseThrow();
    }
}
