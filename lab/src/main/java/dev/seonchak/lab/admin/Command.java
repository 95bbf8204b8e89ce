package dev.seonchak.lab.admin;

import java.util.Locale;

/**
 * One thing that an operator did or tried.
 *
 * @param quantity the total of a definition or a restock, 0 for a closing
 * @param sentAtMs when it was sent, milliseconds since the epoch
 * @param endedAtMs when its outcome was known
 * @param status HTTP status, or 0 where no answer came: then it may have happened
 */
public record Command(Kind kind, long couponId, int quantity, long sentAtMs, long endedAtMs, int status) {
    /** What it was. */
    public enum Kind {
        DEFINE,
        RESTOCK,
        CLOSE
    }

    /** Whether it was carried out for certain. */
    public boolean done() {
        return status == 200 || status == 201;
    }

    /** Whether it was refused for certain; a slow request, 408, was not. */
    public boolean refused() {
        return status >= 400 && status < 500 && status != 408;
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + couponId + (quantity > 0 ? " to " + quantity : "") + ": "
                + (status == 0 ? "no answer" : status);
    }
}
