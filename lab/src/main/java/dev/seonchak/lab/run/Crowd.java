package dev.seonchak.lab.run;

import dev.seonchak.lab.fault.Moment;
import dev.seonchak.lab.load.Schedule.Segment;
import java.util.List;

/**
 * The crowd of a run, and what it is after.
 *
 * @param quantity units of the coupon
 * @param users they are 1 to this, each request one of them at random; 0 for a new user each
 * @param perS requests a second once the crowd is complete
 * @param opensMs when the coupon opens, from the start of the load
 * @param lengthMs how long requests keep coming, at most
 * @param tailMs how long they keep coming after the last fault is healed; negative for {@code lengthMs} in any case
 * @param shareThatLeaves of the clients hang up right after sending
 */
public record Crowd(
        int quantity, long users, double perS, long opensMs, long lengthMs, long tailMs, double shareThatLeaves) {
    private static final double PER_S = 800;
    private static final double FIRST_PER_S = 100;
    private static final long RAMP_MS = 1_000;
    private static final long OPENS_MS = 500;
    private static final double LEAVE = 0.02;
    private static final long LONGEST_MS = 90_000;

    /** Sold out some three seconds after the opening. */
    private static final int FEW = 2_000;

    private static final int THEIR_USERS = 8_000;

    /** Not sold out within any run, so that 202s go on after the fault and show how fast they are. */
    private static final int PLENTY = 40_000;

    private static final int ALL_USERS = 60_000;
    private static final long SHORT_TAIL_MS = 2_000;
    private static final long LONG_TAIL_MS = 5_000;
    private static final long DRAIN_MS = 5_000;

    /** A crowd for which the moment comes. Except mid-ramp, demand is larger than the stock, so that a stranded unit shows. */
    public static Crowd around(Moment moment) {
        return switch (moment) {
            case BEFORE_OPENING -> new Crowd(FEW, THEIR_USERS, PER_S, 2_000, LONGEST_MS, LONG_TAIL_MS, LEAVE);
            case MID_RAMP -> new Crowd(PLENTY, ALL_USERS, PER_S, OPENS_MS, LONGEST_MS, LONG_TAIL_MS, LEAVE);
            case LAST_UNIT, AFTER_SOLD_OUT ->
                new Crowd(FEW, THEIR_USERS, PER_S, OPENS_MS, LONGEST_MS, SHORT_TAIL_MS, LEAVE);
            case DRAIN -> new Crowd(FEW, THEIR_USERS, PER_S, OPENS_MS, DRAIN_MS, -1, LEAVE);
        };
    }

    /** The rate at which they come: few until the opening, then within a second all of them. */
    public List<Segment> rate() {
        return List.of(
                new Segment(FIRST_PER_S, FIRST_PER_S, opensMs),
                new Segment(FIRST_PER_S, perS, RAMP_MS),
                new Segment(perS, perS, Math.max(0, lengthMs - opensMs - RAMP_MS)));
    }

    /** New users at a level rate, units for all of them: every request is a 202. */
    public static Crowd steady(double perS, long lengthMs) {
        return new Crowd((int) (perS * lengthMs / 1000) + 1, 0, perS, 0, lengthMs, -1, 0);
    }
}
