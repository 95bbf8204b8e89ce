package dev.seonchak.core.claim;

import java.util.ArrayDeque;

/** The claims of one coupon for which the gate had no unit, waiting for the ledger to move. */
final class StockWait {

    final ArrayDeque<PendingClaim> claims = new ArrayDeque<>();
    private int issuedSeen;
    private long stillSinceMs;

    StockWait(int issued, long nowMs) {
        issuedSeen = issued;
        stillSinceMs = nowMs;
    }

    /** How long the ledger has stood still at this count, in milliseconds. A ledger that moved starts over. */
    long stillMs(int issued, long nowMs) {
        if (issued != issuedSeen) {
            issuedSeen = issued;
            stillSinceMs = nowMs;
        }
        return nowMs - stillSinceMs;
    }

    /** Starts over, after claims were sent that should make the ledger move. */
    void restart(long nowMs) {
        stillSinceMs = nowMs;
    }
}
