package dev.seonchak.lab.matrix;

import dev.seonchak.lab.fault.Fault;
import dev.seonchak.lab.fault.Moment;
import dev.seonchak.lab.run.Crowd;
import dev.seonchak.lab.run.Experiment;
import dev.seonchak.lab.run.Strike;
import java.util.List;
import java.util.SplittableRandom;

/** One fault at one moment with one seed. */
public record Cell(Fault fault, Moment moment, long seed) {
    private static final long SHORTEST_MS = 2_000;
    private static final long LONGEST_MS = 3_500;

    /** Its name in results, such as {@code redis-kill/mid-ramp/1}. */
    public String name() {
        return fault.name() + "/" + moment.label() + "/" + seed;
    }

    /** The run of this cell; the same one every time. */
    public Experiment experiment() {
        long lastsMs = new SplittableRandom(name().hashCode()).nextLong(SHORTEST_MS, LONGEST_MS);
        return new Experiment(
                name(), List.of(Strike.at(moment, fault, lastsMs)), Crowd.around(moment), name().hashCode());
    }
}
