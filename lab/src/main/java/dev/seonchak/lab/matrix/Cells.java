package dev.seonchak.lab.matrix;

import dev.seonchak.lab.fault.Fault;
import dev.seonchak.lab.fault.Faults;
import dev.seonchak.lab.fault.Moment;
import dev.seonchak.lab.rig.RigOptions.Extras;
import java.util.ArrayList;
import java.util.List;

/** Which cells a matrix has. */
public final class Cells {

    /**
     * The short cut for every change: the faults that go deepest, each at the moment at which it hurts most. The three that the
     * load-test plan names come first.
     */
    private static final List<String> QUICK = List.of(
            "redis-delay-1000/mid-ramp",
            "recorder-kill/mid-ramp",
            "mysql-locks-held/mid-ramp",
            "redis-failover/mid-ramp",
            "redis-reply-lost/last-unit",
            "kafka-reply-lost/mid-ramp",
            "kafka-kill/last-unit",
            "mysql-reply-lost/mid-ramp",
            "mysql-kill/drain",
            "api-kill/last-unit",
            "servers-stop/after-sold-out",
            "power-cut/mid-ramp",
            "kafka-leader-kill/mid-ramp",
            "clock-ahead/mid-ramp");

    private Cells() {}

    /** The short cut, with one seed. */
    public static List<Cell> quick(long seed) {
        return QUICK.stream()
                .map(name -> name.split("/", 2))
                .map(parts -> new Cell(Faults.named(parts[0]), Moment.ofLabel(parts[1]), seed))
                .toList();
    }

    /**
     * Every fault at every moment with every seed, those together that can share a rig; among these the seeds come last, so that
     * an unfinished matrix has seen every fault.
     */
    public static List<Cell> of(List<Fault> faults, List<Moment> moments, int seeds) {
        List<Cell> cells = new ArrayList<>();
        for (Extras extras : faults.stream().map(Fault::needs).distinct().toList()) {
            for (long seed = 1; seed <= seeds; seed++) {
                for (Fault fault : faults) {
                    if (fault.needs().equals(extras)) {
                        for (Moment moment : moments) {
                            cells.add(new Cell(fault, moment, seed));
                        }
                    }
                }
            }
        }
        return cells;
    }
}
