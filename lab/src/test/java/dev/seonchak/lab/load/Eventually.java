package dev.seonchak.lab.load;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits until something is so, and fails where it never is. */
final class Eventually {
    private static final long BOUND_NS = 20_000_000_000L;
    private static final long PAUSE_NS = 2_000_000;

    private Eventually() {}

    static void that(BooleanSupplier condition) {
        long end = System.nanoTime() + BOUND_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never came true");
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }
}
