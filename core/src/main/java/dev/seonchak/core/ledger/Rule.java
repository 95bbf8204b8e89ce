package dev.seonchak.core.ledger;

import dev.seonchak.core.record.LogRecord;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponClosed;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import dev.seonchak.core.record.LogRecord.CouponRestocked;
import org.jspecify.annotations.Nullable;

/**
 * The rule of first come, first served, as two pure functions.
 *
 * <p>The ledger applies it to what it has in memory, the recorder to the rows in the database: one rule, two independent
 * states, and the audit compares the results.
 */
public final class Rule {

    private Rule() {}

    /**
     * Decides one claim.
     *
     * @param book the coupon as the log has it before this claim; null where it was never defined
     * @param held what the claiming user holds of this coupon; null for nothing
     * @param logTimeMs the highest append time in this partition up to and including this claim
     */
    public static Verdict claim(@Nullable CouponBook book, @Nullable Holding held, long logTimeMs) {
        if (book == null) {
            return Verdict.UNKNOWN_COUPON;
        }
        if (held != null) {
            return new Verdict.AlreadyIssued(held);
        }
        if (book.closedAt(logTimeMs)) {
            return Verdict.CLOSED;
        }
        if (logTimeMs < book.opensAtMs()) {
            return new Verdict.NotOpen(book.opensAtMs());
        }
        if (book.soldOut()) {
            return Verdict.SOLD_OUT;
        }
        return new Verdict.Granted(new Holding(book.issued() + 1, logTimeMs));
    }

    /**
     * Applies a record that is about the coupon itself. A record that does not fit (a second definition, a restock that
     * raises nothing or comes after the end, anything about an unknown coupon) changes nothing.
     *
     * @return the book afterwards; null where there still is none
     */
    public static @Nullable CouponBook amend(@Nullable CouponBook book, LogRecord record) {
        return switch (record) {
            case CouponDefined d -> book == null ? CouponBook.of(d) : book;
            case CouponRestocked r ->
                book == null || book.closed() || r.quantity() <= book.quantity() ? book : book.raisedTo(r.quantity());
            case CouponClosed ignored -> book == null ? null : book.closedForGood();
            case Claimed ignored -> book;
        };
    }
}
