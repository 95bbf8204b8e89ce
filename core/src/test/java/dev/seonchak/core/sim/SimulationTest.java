package dev.seonchak.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every promise under every fault, seed by seed. {@code -Dseonchak.sim.seeds=N} runs N seeds, {@code
 * -Dseonchak.sim.seed=S} only one; {@code -Dseonchak.sim.from=S} is the first of them.
 */
class SimulationTest {

    private static final long SEEDS = Long.getLong("seonchak.sim.seeds", 5_000);

    private static LongStream seeds() {
        Long only = Long.getLong("seonchak.sim.seed");
        long from = Long.getLong("seonchak.sim.from", 1);
        return only != null ? LongStream.of(only) : LongStream.range(from, from + SEEDS);
    }

    @Test
    void noSeedBreaksAPromiseAndTheSeedsMeetEverythingThereIsToMeet(TestReporter reporter) {
        var seen = new EnumMap<World.Seen, Integer>(World.Seen.class);
        seeds().forEach(seed -> Simulation.run(seed, Mutation.NONE)
                .seen()
                .forEach((what, count) -> seen.merge(what, count, Integer::sum)));

        reporter.publishEntry("seen", seen.toString());
        if (seeds().count() >= 1_000) {
            assertThat(seen).containsKeys(World.Seen.values());
        }
    }

    @Test
    void aSeedRepeatsToTheLastEvent() {
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(Simulation.run(seed, Mutation.NONE)).isEqualTo(Simulation.run(seed, Mutation.NONE));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aDeliberateMistakeIsNoticed(Mutation mutation, TestReporter reporter) {
        for (long seed = 1; seed <= mutation.seeds; seed++) {
            try {
                Simulation.run(seed, mutation);
            } catch (AssertionError noticed) {
                reporter.publishEntry(Map.of("mutation", mutation.name(), "seed", "" + seed));
                assertThat(Simulation.run(seed, Mutation.NONE)).isNotNull();
                return;
            }
        }
        throw new AssertionError(mutation + " passed " + mutation.seeds + " seeds unnoticed");
    }
}
