package dev.seonchak.lab.load;

import java.util.function.LongSupplier;

/**
 * The time as a run sees it.
 *
 * @param nanos nanoseconds from anywhere, never going back
 * @param wallMs milliseconds since the epoch
 */
public record Clocks(LongSupplier nanos, LongSupplier wallMs) {
    /** This machine's. */
    public static final Clocks SYSTEM = new Clocks(System::nanoTime, System::currentTimeMillis);
}
