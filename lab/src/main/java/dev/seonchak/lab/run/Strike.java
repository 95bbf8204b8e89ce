package dev.seonchak.lab.run;

import dev.seonchak.lab.fault.Fault;
import dev.seonchak.lab.fault.Moment;
import org.jspecify.annotations.Nullable;

/**
 * A fault at its time.
 *
 * @param moment when it begins; null where {@code atMs} says so
 * @param atMs when it begins, from the start of the load; only without a moment
 * @param lastsMs how long it lasts; a fault that is over at once ignores it
 */
public record Strike(Fault fault, @Nullable Moment moment, long atMs, long lastsMs) {

    /** At a moment in the life of the coupon. */
    public static Strike at(Moment moment, Fault fault, long lastsMs) {
        return new Strike(fault, moment, 0, lastsMs);
    }

    /** At a time from the start of the load. */
    public static Strike after(long ms, Fault fault, long lastsMs) {
        return new Strike(fault, null, ms, lastsMs);
    }

    @Override
    public String toString() {
        return fault.name() + (moment == null ? " after " + atMs + " ms" : " at " + moment.label()) + " for " + lastsMs
                + " ms";
    }
}
