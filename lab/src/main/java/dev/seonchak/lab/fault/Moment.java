package dev.seonchak.lab.fault;

import java.util.Locale;

/** When in the life of a coupon a fault begins. */
public enum Moment {
    /** Requests come in, the coupon is not open yet. */
    BEFORE_OPENING,
    /** About half of the units are gone and the crowd is at its full rate. */
    MID_RAMP,
    /** A handful of units is left. */
    LAST_UNIT,
    /** Nothing but refusals. */
    AFTER_SOLD_OUT,
    /** The crowd is gone, and the recorders have what they did not write yet. */
    DRAIN;

    /** The name on the command line, such as {@code mid-ramp}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The moment of that name. */
    public static Moment ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
