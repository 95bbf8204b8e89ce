package dev.seonchak.core.audit;

/**
 * One request as its client saw it.
 *
 * @param sentNs when the first byte left, in nanoseconds since the epoch by the client's clock; 0 where none did
 * @param endNs when the client knew the outcome, or gave up; the same clock
 * @param serial the serial that the answer named; 0 for none
 */
public record Answer(long couponId, long userId, long sentNs, long endNs, ClientOutcome outcome, int serial) {

    private static final long NS_PER_MS = 1_000_000;

    public Answer {
        if (couponId <= 0 || userId <= 0) {
            throw new IllegalArgumentException("ids must be positive: coupon " + couponId + ", user " + userId);
        }
    }

    /** When it was sent, in milliseconds since the epoch, rounded down. */
    public long sentMs() {
        return sentNs / NS_PER_MS;
    }

    /** When it ended, in milliseconds since the epoch, rounded up. */
    public long endMs() {
        return (endNs + NS_PER_MS - 1) / NS_PER_MS;
    }

    /** For evidence: the outcome, and the serial where one was named. */
    String told() {
        return outcome.label() + (serial > 0 ? " " + serial : "");
    }
}
