package dev.seonchak.service.claimlog;

import java.util.function.LongSupplier;

/**
 * Knows whether the log takes records, from the acknowledgements alone.
 *
 * <p>Open after a failed record, or while records are under way and none was acknowledged for {@code stallMs}. Any
 * acknowledgement closes it. While it is open and nothing is under way, somebody has to try the log: see {@link #wantsTrial}.
 */
final class LogBreaker {

    private final long stallMs;
    private final LongSupplier monotonicMs;
    private long underWay;
    private long quietSinceMs;
    private boolean failed;

    LogBreaker(long stallMs, LongSupplier monotonicMs) {
        this.stallMs = stallMs;
        this.monotonicMs = monotonicMs;
    }

    /** True where nothing but a record sent on trial can close it. */
    synchronized boolean wantsTrial() {
        return failed && underWay == 0;
    }

    synchronized boolean isOpen() {
        return failed || (underWay > 0 && monotonicMs.getAsLong() - quietSinceMs >= stallMs);
    }

    synchronized void sent() {
        if (underWay++ == 0) {
            quietSinceMs = monotonicMs.getAsLong();
        }
    }

    synchronized void acknowledged() {
        underWay--;
        quietSinceMs = monotonicMs.getAsLong();
        failed = false;
    }

    /** The producer could not take it, which says nothing about the log. */
    synchronized void notSent() {
        underWay--;
    }

    synchronized void failed() {
        underWay--;
        failed = true;
    }
}
