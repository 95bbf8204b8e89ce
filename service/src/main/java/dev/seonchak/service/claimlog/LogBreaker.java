package dev.seonchak.service.claimlog;

import java.util.function.LongSupplier;

/**
 * Knows whether the log takes records, and whether its producer is alive, from the acknowledgements alone.
 *
 * <p>Open after a failed record, or while records are under way and none was acknowledged for {@code stallMs}. Any
 * acknowledgement closes it. While it is open and nothing is under way, somebody has to try the log: see {@link #wantsTrial}.
 */
final class LogBreaker {

    private final long stallMs;
    private final long silenceMs;
    private final LongSupplier monotonicMs;
    private final long bornMs;
    private long underWay;
    private long quietSinceMs;
    private long silentSinceMs;
    private boolean failed;
    private boolean dead;

    /**
     * For a new producer.
     *
     * @param silenceMs how long a producer that lives may have records under way without a word about any, good or bad; also
     *     how long every producer is given, so that one after the other is not made where all must fail
     * @param open whether it has to be tried before it is trusted
     */
    LogBreaker(long stallMs, long silenceMs, LongSupplier monotonicMs, boolean open) {
        this.stallMs = stallMs;
        this.silenceMs = silenceMs;
        this.monotonicMs = monotonicMs;
        this.failed = open;
        this.bornMs = monotonicMs.getAsLong();
    }

    /** True where nothing but a record sent on trial can close it. */
    synchronized boolean wantsTrial() {
        return failed && underWay == 0;
    }

    synchronized boolean isOpen() {
        return failed || (underWay > 0 && monotonicMs.getAsLong() - quietSinceMs >= stallMs);
    }

    /** True where the producer will never speak again, or not in time; only another one helps. */
    synchronized boolean isDead() {
        long nowMs = monotonicMs.getAsLong();
        return dead ? nowMs - bornMs >= silenceMs : underWay > 0 && nowMs - silentSinceMs >= silenceMs;
    }

    synchronized void sent() {
        if (underWay++ == 0) {
            quietSinceMs = monotonicMs.getAsLong();
            silentSinceMs = quietSinceMs;
        }
    }

    synchronized void acknowledged() {
        underWay--;
        quietSinceMs = monotonicMs.getAsLong();
        silentSinceMs = quietSinceMs;
        failed = false;
    }

    /** The producer could not take it, which says nothing about the log. */
    synchronized void notSent() {
        underWay--;
    }

    synchronized void failed() {
        underWay--;
        silentSinceMs = monotonicMs.getAsLong();
        failed = true;
    }

    /** The producer takes nothing any more, and says so. */
    synchronized void died() {
        dead = true;
        failed = true;
    }
}
