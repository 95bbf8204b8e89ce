package dev.seonchak.lab.load;

import java.util.Arrays;
import java.util.Locale;

/** The loads that have a name: a shape over time, and who asks. */
public enum Scenario {
    /** The load-test plan as it stands: its ramp, users at random out of a range. */
    SEED,
    /** A level rate of users who have never asked: the path that the plan's load hardly touches. */
    ISSUE_HEAVY,
    /** A level rate of users at random: after sold-out, nothing but refusals. */
    REFUSALS,
    /** Nobody, then everybody: a step to a level rate of users who have never asked. */
    HERD,
    /** Users out of a range who ask several times at once on all nodes, lose patience, and ask again. */
    RETRY_STORM,
    /** Hours at a low rate, over many coupons that are restocked and closed meanwhile. */
    TRICKLE;

    private static final double SEED_START_PER_S = 300;
    // Early enough that a stall of a second makes everybody ask again twice; one in twenty hangs up.
    private static final Manners STORM = new Manners(500, 5, 100, 0.05, 3);

    /** The name on the command line, such as {@code issue-heavy}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The scenario of that name. */
    public static Scenario ofLabel(String label) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no scenario " + label + "; there are "
                        + Arrays.stream(values()).map(Scenario::label).toList()));
    }

    /** Its shape; the plan has its own rates and lengths and ignores the parameters. */
    public Schedule schedule(double perS, long durationMs, long quietMs) {
        return switch (this) {
            case SEED -> Schedule.seedPlan();
            case ISSUE_HEAVY, REFUSALS, RETRY_STORM, TRICKLE -> Schedule.constant(perS, durationMs);
            case HERD -> Schedule.herd(perS, quietMs, durationMs);
        };
    }

    /** The rate of a warm-up that nobody has chosen. */
    public double warmUpPerS(double perS) {
        return this == SEED ? SEED_START_PER_S : perS;
    }

    /** Who asks. */
    public Users users(long seed, long firstUser, long userCount) {
        return switch (this) {
            case SEED, REFUSALS, RETRY_STORM, TRICKLE -> Users.uniform(seed, firstUser, userCount);
            case ISSUE_HEAVY, HERD -> Users.fresh(firstUser);
        };
    }

    /** How its clients behave, unless somebody chooses otherwise. */
    public Manners manners() {
        return this == RETRY_STORM ? STORM : Manners.PATIENT;
    }
}
