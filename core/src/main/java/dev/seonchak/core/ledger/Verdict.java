package dev.seonchak.core.ledger;

/** The rule's answer to one claim. */
public sealed interface Verdict extends Outcome {

    /** The claim got a unit. */
    record Granted(Holding holding) implements Verdict {}

    /** The user holds a unit already, from an earlier claim. */
    record AlreadyIssued(Holding holding) implements Verdict {}

    /** Every unit is granted. */
    record SoldOut() implements Verdict {}

    /** The coupon was closed, or its window is over. */
    record Closed() implements Verdict {}

    /** The window has not begun. */
    record NotOpen(long opensAtMs) implements Verdict {}

    /** The log has no such coupon. */
    record UnknownCoupon() implements Verdict {}

    SoldOut SOLD_OUT = new SoldOut();
    Closed CLOSED = new Closed();
    UnknownCoupon UNKNOWN_COUPON = new UnknownCoupon();
}
