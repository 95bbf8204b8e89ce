package dev.seonchak.lab.run;

import dev.seonchak.lab.fault.Fault;
import dev.seonchak.lab.fault.Moment;
import org.jspecify.annotations.Nullable;

/**
 * A fault at its time.
 *
 * @param moment when it begins; null for the start of the load
 * @param laterMs so long after the moment
 * @param lastsMs how long it lasts; a fault that is over at once ignores it
 */
public record Strike(Fault fault, @Nullable Moment moment, long laterMs, long lastsMs) {

    /** At a moment in the life of the coupon. */
    public static Strike at(Moment moment, Fault fault, long lastsMs) {
        return new Strike(fault, moment, 0, lastsMs);
    }

    /** Some time after a moment. */
    public static Strike at(Moment moment, long laterMs, Fault fault, long lastsMs) {
        return new Strike(fault, moment, laterMs, lastsMs);
    }

    /** At a time from the start of the load. */
    public static Strike after(long ms, Fault fault, long lastsMs) {
        return new Strike(fault, null, ms, lastsMs);
    }

    @Override
    public String toString() {
        String when = moment == null ? " from the start" : " from " + moment.label();
        return fault.name() + " " + laterMs + " ms" + when + " on, for " + lastsMs + " ms";
    }
}
