package dev.seonchak.service.recorder;

import java.util.random.RandomGenerator;

/** The pauses between attempts: doubled each time up to a cap, and a random half of it, so that nodes do not march in step. */
final class Backoff {

    private final int minMs;
    private final int maxMs;
    private final RandomGenerator random;
    private int failures;

    Backoff(int minMs, int maxMs, RandomGenerator random) {
        this.minMs = minMs;
        this.maxMs = maxMs;
        this.random = random;
    }

    /** Attempts that failed so far. */
    int failures() {
        return failures;
    }

    /** Counts a failed attempt and says how long to pause before the next, in milliseconds. */
    long nextMs() {
        long fullMs = Math.min(maxMs, (long) minMs << Math.min(failures, 30));
        failures++;
        return fullMs / 2 + random.nextLong(fullMs / 2 + 1);
    }

    /** True at the 1st, 2nd, 4th, 8th … failure: often enough to be seen, too rarely to flood. */
    boolean worthLogging() {
        return Integer.bitCount(failures) == 1;
    }
}
