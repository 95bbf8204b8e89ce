package dev.seonchak.service.claimlog;

import java.util.function.LongSupplier;

/**
 * Knows whether the log takes records, from the acknowledgements alone.
 *
 * <p>Open after a failed record, or while records are under way and none was acknowledged for {@code stallMs}. Any
 * acknowledgement closes it. While it is open and nothing is under way, one claim in {@code stallMs / 2} is let through to
 * try the log: its client takes the risk of an unknown outcome so that nobody has to watch the log from outside.
 */
final class LogBreaker {

    private final long stallMs;
    private final LongSupplier monotonicMs;
    private long underWay;
    private long quietSinceMs;
    private boolean failed;
    private long lastTryMs;

    LogBreaker(long stallMs, LongSupplier monotonicMs) {
        this.stallMs = stallMs;
        this.monotonicMs = monotonicMs;
        this.lastTryMs = monotonicMs.getAsLong() - stallMs;
    }

    /** True where a claim may start. */
    synchronized boolean allows() {
        if (!isOpen()) {
            return true;
        }
        long nowMs = monotonicMs.getAsLong();
        if (underWay == 0 && nowMs - lastTryMs >= stallMs / 2) {
            lastTryMs = nowMs;
            return true;
        }
        return false;
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
