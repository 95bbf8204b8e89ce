package dev.seonchak.lab.matrix;

import dev.seonchak.lab.fault.Fault;
import dev.seonchak.lab.fault.Faults;
import dev.seonchak.lab.run.Crowd;
import dev.seonchak.lab.run.Experiment;
import dev.seonchak.lab.run.Strike;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The three faults that the load-test plan names, each as one run in which everybody gets a coupon, so that every moment shows
 * how the 202s fare: faults of growing strength, with a calm stretch after each.
 */
public enum FaultScenario {
    /** Redis connection delay: 50, 200, 1000 ms, then nothing at all. */
    REDIS_DELAY("redis-delay-50", "redis-delay-200", "redis-delay-1000", "redis-blackhole"),
    /** Kafka consumer lag: a slow recorder, a paused one, a killed one, and a group that never rests. */
    KAFKA_CONSUMER_LAG("mysql-slow", "recorder-stop", "recorder-kill", "recorder-storm"),
    /** DB connection pool exhaustion: a recorder with one connection; locks held, statements slow, sessions killed. */
    DB_POOL_EXHAUSTION("mysql-locks-held", "mysql-slow", "mysql-sessions-killed", "mysql-deadlocks");

    private static final double PER_S = 500;
    private static final long CALM_MS = 8_000;
    private static final long LASTS_MS = 8_000;

    @SuppressWarnings("ImmutableEnumChecker") // List.of gives one that cannot be changed
    private final List<String> faults;

    FaultScenario(String... faults) {
        this.faults = List.of(faults);
    }

    /** The name on the command line, such as {@code redis-delay}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the recorders have one connection each. */
    public boolean poolOfOne() {
        return this == DB_POOL_EXHAUSTION;
    }

    /** The run. */
    public Experiment experiment(long seed) {
        List<Strike> strikes = new ArrayList<>();
        long atMs = CALM_MS;
        for (String name : faults) {
            Fault fault = Faults.named(name);
            strikes.add(Strike.after(atMs, fault, LASTS_MS));
            atMs += LASTS_MS + CALM_MS;
        }
        return new Experiment(label(), strikes, Crowd.steady(PER_S, atMs), seed);
    }
}
