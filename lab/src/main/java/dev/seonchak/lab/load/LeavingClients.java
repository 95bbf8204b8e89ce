package dev.seonchak.lab.load;

import java.util.SplittableRandom;

/**
 * Decides whose client hangs up right after sending, from nothing but seed and request: the order in which requests happen to
 * be sent changes nothing.
 */
final class LeavingClients {
    // The golden ratio's bits, which spread neighbouring numbers over the whole range.
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final double share;
    private final long seed;

    LeavingClients(double share, long seed) {
        this.share = share;
        this.seed = seed;
    }

    Connection.Leaving decide(long coupon, long user, int attempt) {
        if (share == 0) {
            return Connection.Leaving.STAYS;
        }
        long request = ((seed * SPREAD + coupon) * SPREAD + user) * SPREAD + attempt;
        SplittableRandom random = new SplittableRandom(request);
        if (random.nextDouble() >= share) {
            return Connection.Leaving.STAYS;
        }
        return random.nextBoolean() ? Connection.Leaving.ENDS : Connection.Leaving.RESETS;
    }
}
