package dev.seonchak.lab.matrix;

import dev.seonchak.lab.fault.Fault;
import dev.seonchak.lab.fault.Faults;
import dev.seonchak.lab.fault.Moment;
import dev.seonchak.lab.rig.RigOptions.Extras;
import dev.seonchak.lab.run.Crowd;
import dev.seonchak.lab.run.Experiment;
import dev.seonchak.lab.run.Strike;
import java.util.List;
import java.util.SplittableRandom;

/** Two faults at once, chosen by a seed: round after round, and each round repeatable by its number. */
public final class Chaos {
    private static final long SHORTEST_MS = 1_000;
    private static final long LONGEST_MS = 4_000;
    private static final Moment[] MOMENTS = Moment.values();

    private final long seed;
    private final List<Fault> faults;

    /**
     * All rounds of a seed.
     *
     * @param extras of the rig; faults that need others are left out
     */
    public Chaos(long seed, Extras extras) {
        this.seed = seed;
        this.faults = Faults.all().stream()
                .filter(fault -> fault.needs().and(extras).equals(extras))
                .toList();
    }

    /** One round, from 1: two faults that do not hit the same part, the second some time into the first. */
    public Experiment round(int number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        Moment moment = MOMENTS[random.nextInt(MOMENTS.length)];
        Fault first = faults.get(random.nextInt(faults.size()));
        Fault second = first;
        while (second.hits() == first.hits()) {
            second = faults.get(random.nextInt(faults.size()));
        }
        long firstMs = random.nextLong(SHORTEST_MS, LONGEST_MS);
        long secondMs = random.nextLong(SHORTEST_MS, LONGEST_MS);
        // The second at the same moment, or a little into the first.
        long laterMs = random.nextBoolean() ? 0 : random.nextLong(firstMs);
        return new Experiment(
                "chaos/" + seed + "/" + number + " " + first.name() + " + " + second.name(),
                List.of(Strike.at(moment, first, firstMs), Strike.at(moment, laterMs, second, secondMs)),
                Crowd.around(moment),
                seed * 31 + number);
    }
}
