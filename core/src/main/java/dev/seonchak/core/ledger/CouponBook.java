package dev.seonchak.core.ledger;

import dev.seonchak.core.record.LogRecord.CouponDefined;

/**
 * What the log says about one coupon so far, apart from who holds which serial. Immutable.
 *
 * @param quantity units in all, 1 to {@link dev.seonchak.core.record.LogRecord#MAX_QUANTITY}
 * @param opensAtMs milliseconds since the epoch; 0 is at once
 * @param closesAtMs milliseconds since the epoch; {@link Long#MAX_VALUE} is never
 * @param closed whether it was closed for good
 * @param issued units granted so far; the last serial granted. Never more than {@code quantity}
 */
public record CouponBook(
        long couponId, String name, int quantity, long opensAtMs, long closesAtMs, boolean closed, int issued) {

    public CouponBook {
        if (issued < 0 || issued > quantity) {
            throw new IllegalArgumentException(
                    "coupon " + couponId + ": issued " + issued + " of " + quantity + " cannot be");
        }
    }

    static CouponBook of(CouponDefined d) {
        return new CouponBook(d.couponId(), d.name(), d.quantity(), d.opensAtMs(), d.closesAtMs(), false, 0);
    }

    /** Units still to be had. */
    public int remaining() {
        return quantity - issued;
    }

    /** True where every unit is granted. Stays true until a restock. */
    public boolean soldOut() {
        return issued >= quantity;
    }

    /** True where claims are refused for good at the given instant. */
    public boolean closedAt(long timeMs) {
        return closed || timeMs >= closesAtMs;
    }

    /** The state at the given instant, in the field's own words. */
    public State stateAt(long timeMs) {
        if (closedAt(timeMs)) {
            return State.CLOSED;
        }
        if (timeMs < opensAtMs) {
            return State.SCHEDULED;
        }
        return soldOut() ? State.SOLD_OUT : State.OPEN;
    }

    /** True where a definition says just what this coupon is today. */
    public boolean definedBy(CouponDefined d) {
        return name.equals(d.name())
                && quantity == d.quantity()
                && opensAtMs == d.opensAtMs()
                && closesAtMs == d.closesAtMs();
    }

    /** The book after one more unit was granted. */
    public CouponBook grantedOne() {
        return new CouponBook(couponId, name, quantity, opensAtMs, closesAtMs, closed, issued + 1);
    }

    CouponBook raisedTo(int newQuantity) {
        return new CouponBook(couponId, name, newQuantity, opensAtMs, closesAtMs, closed, issued);
    }

    CouponBook closedForGood() {
        return new CouponBook(couponId, name, quantity, opensAtMs, closesAtMs, true, issued);
    }

    /** What a coupon is at an instant. */
    public enum State {
        SCHEDULED,
        OPEN,
        SOLD_OUT,
        CLOSED
    }
}
