package dev.seonchak.lab.run;

import dev.seonchak.lab.fault.Moment;

/**
 * The crowd of a run, and what it is after.
 *
 * @param quantity units of the coupon
 * @param users they are 1 to this, each request one of them at random; 0 for a new user each
 * @param perS requests a second once the crowd is complete
 * @param opensMs when the coupon opens, from the start of the load
 * @param lengthMs how long requests keep coming
 * @param shareThatLeaves of the clients hang up right after sending
 */
public record Crowd(int quantity, long users, double perS, long opensMs, long lengthMs, double shareThatLeaves) {
    private static final double PER_S = 800;
    private static final int USERS = 8_000;
    private static final double LEAVE = 0.02;
    private static final int SMALL = 2_500;
    private static final int LARGE = 4_600;

    /**
     * A crowd for which the moment comes, with enough time after a fault of {@code lastsMs} to see the recovery. Demand is
     * larger than stock in each, so that a stranded unit shows.
     */
    public static Crowd around(Moment moment, long lastsMs) {
        return switch (moment) {
            case BEFORE_OPENING -> new Crowd(LARGE / 2, USERS, PER_S, 2_000, lastsMs + 6_000, LEAVE);
            case MID_RAMP -> new Crowd(LARGE, USERS, PER_S, 500, lastsMs + 8_500, LEAVE);
            case LAST_UNIT, AFTER_SOLD_OUT -> new Crowd(SMALL, USERS, PER_S, 500, lastsMs + 6_500, LEAVE);
            case DRAIN -> new Crowd(SMALL, USERS, PER_S, 500, 5_000, LEAVE);
        };
    }

    /** New users at a level rate, units for all of them: every request is a 202. */
    public static Crowd steady(double perS, long lengthMs) {
        return new Crowd((int) (perS * lengthMs / 1000) + 1, 0, perS, 0, lengthMs, 0);
    }
}
