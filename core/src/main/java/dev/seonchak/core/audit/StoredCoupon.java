package dev.seonchak.core.audit;

import dev.seonchak.core.ledger.CouponBook;

/**
 * A coupon's row in MySQL. Unlike a {@link CouponBook} it may say what cannot be.
 *
 * @param closesAtMs {@link Long#MAX_VALUE} is never
 * @param displaced granted units in quarantine, because a key refused their row
 */
public record StoredCoupon(
        long quantity, long opensAtMs, long closesAtMs, boolean closed, long issued, long displaced) {

    /** True where it says what the log says. */
    boolean sameAs(CouponBook log) {
        return quantity == log.quantity()
                && opensAtMs == log.opensAtMs()
                && closesAtMs == log.closesAtMs()
                && closed == log.closed()
                && issued == log.issued();
    }

    /** For evidence. */
    String shown() {
        return shown(quantity, issued, opensAtMs, closesAtMs, closed);
    }

    static String shown(CouponBook book) {
        return shown(book.quantity(), book.issued(), book.opensAtMs(), book.closesAtMs(), book.closed());
    }

    private static String shown(long quantity, long issued, long opensAtMs, long closesAtMs, boolean closed) {
        return issued + " of " + quantity + " issued"
                + (opensAtMs > 0 ? ", opens at " + opensAtMs : "")
                + (closesAtMs < Long.MAX_VALUE ? ", closes at " + closesAtMs : "")
                + (closed ? ", closed" : "");
    }
}
