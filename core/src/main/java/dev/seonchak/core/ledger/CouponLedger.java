package dev.seonchak.core.ledger;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One coupon in the ledger: its book and its holders. Written by the ledger's one writer, read by any thread.
 *
 * <p><b>Order of publication.</b> The writer adds the holder first and publishes the book last; a reader takes the book
 * first and looks for the holder last. So whoever reads "sold out" also sees everybody who got a unit before, and the last
 * lucky user is never told that it is sold out.
 */
public final class CouponLedger {

    private final long definedAtMs;
    private volatile CouponBook book;
    private final HolderTable holders = new HolderTable();

    CouponLedger(CouponBook book, long definedAtMs) {
        this.book = book;
        this.definedAtMs = definedAtMs;
    }

    /** When the coupon began to exist: the log's time, in milliseconds since the epoch. */
    public long definedAtMs() {
        return definedAtMs;
    }

    /** The coupon as far as this ledger has read. */
    public CouponBook book() {
        return book;
    }

    /** What a user holds, or null. */
    public @Nullable Holding holding(long userId) {
        return holders.find(userId);
    }

    /** Every holder, in no order. May miss users granted meanwhile. */
    public void forEachHolder(LongConsumer consumer) {
        holders.forEachUser(consumer);
    }

    void publish(CouponBook next) {
        book = next;
    }

    void grant(long userId, Holding holding) {
        holders.add(userId, holding);
        book = book.grantedOne();
    }
}
