package dev.seonchak.service.gate;

import dev.seonchak.core.ledger.CouponBook;

/**
 * What Redis has of a coupon, beside the ledger at about the same time.
 *
 * @param loaded whether nodes use these keys
 * @param units elements of the inventory
 * @param users users who are marked
 * @param pending those of them whose claim is under way
 */
public record GateLook(boolean loaded, long units, long users, long pending, CouponBook book) {

    /** Whether Redis says what the ledger says. Under load the two differ by what is under way. */
    public boolean inLine() {
        return loaded && units == book.remaining() && users == book.issued();
    }
}
