package dev.seonchak.core.audit;

import java.util.ArrayList;
import java.util.List;

/** When a coupon could be had, by the log's own clock, in milliseconds since the epoch. */
final class Timeline {

    static final long NEVER = Long.MAX_VALUE;

    /**
     * A time with one quantity: from the definition or a restock until the next restock.
     *
     * @param soldOutAtMs when its last unit was granted; {@link #NEVER} where it was not
     */
    record Era(long fromMs, int quantity, long soldOutAtMs) {}

    private final List<Era> eras = new ArrayList<>();
    private long closedAtMs = NEVER;

    void begin(long fromMs, int quantity) {
        eras.add(new Era(fromMs, quantity, NEVER));
    }

    void soldOut(long atMs) {
        Era last = eras.getLast();
        eras.set(eras.size() - 1, new Era(last.fromMs, last.quantity, atMs));
    }

    void closed(long atMs) {
        closedAtMs = Math.min(closedAtMs, atMs);
    }

    /** The definition first. */
    List<Era> eras() {
        return eras;
    }

    /** When the record that closes it was written; {@link #NEVER} without one. */
    long closedAtMs() {
        return closedAtMs;
    }

    /** When it was defined; {@link #NEVER} where it was not. */
    long definedAtMs() {
        return eras.isEmpty() ? NEVER : eras.getFirst().fromMs;
    }
}
