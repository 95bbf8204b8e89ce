package dev.seonchak.core.claim;

/**
 * Bounds of the claims under way on one node.
 *
 * @param deadlineMs longest wait for a verdict before the client is told that the outcome is unknown
 * @param maxWaiting most clients that may wait at the same time; the next one is told {@code OVERLOADED}
 * @param emptyWaitMs how long the ledger must stand still, after the gate said that it is empty, before units are taken for
 *     stranded and claims go to the log all the same
 */
public record IssuerOptions(long deadlineMs, int maxWaiting, long emptyWaitMs) {
    public IssuerOptions {
        if (deadlineMs < 1 || maxWaiting < 1 || emptyWaitMs < 1 || emptyWaitMs >= deadlineMs) {
            throw new IllegalArgumentException("deadlineMs, maxWaiting and emptyWaitMs must be positive and emptyWaitMs"
                    + " shorter than deadlineMs, but are " + deadlineMs + ", " + maxWaiting + ", " + emptyWaitMs);
        }
    }
}
