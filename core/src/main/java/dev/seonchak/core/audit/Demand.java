package dev.seonchak.core.audit;

import dev.seonchak.core.audit.ClientOutcome.Meaning;
import dev.seonchak.core.ledger.CouponBook;

/**
 * Who wanted a unit of what there is now: holders, and those who asked since the last restock (or the definition) and went
 * without.
 *
 * <p>Whoever was refused before a restock was refused rightly and may never have come back. Whoever was turned away at the
 * door ({@code overloaded}, {@code log-unavailable}) was told to come again, and so was who came too early. A claim in the log
 * needs no counting: the rule gave it a unit if there was one.
 */
final class Demand {

    private Demand() {}

    /** Whether this answer is of a request for what there is now. */
    static boolean wanted(Answer answer, Timeline timeline, Tolerance tolerance) {
        if (answer.outcome().meaning() == Meaning.NOT_SENT || timeline.eras().isEmpty()) {
            return false;
        }
        return switch (answer.outcome()) {
            case OVERLOADED, LOG_UNAVAILABLE, NOT_OPEN, CLOSED, UNKNOWN_COUPON -> false;
            default ->
                answer.sentMs() > timeline.eras().getLast().fromMs() + tolerance.skewMs()
                        || timeline.eras().size() == 1;
        };
    }

    /** Distinct users, those who hold a unit and those who wanted one. */
    static long of(ToldByUser told, Replay log, CouponBook book) {
        var without = new long[1];
        told.forEach(at -> {
            if (told.wantedAt(at) && log.holding(told.user(at)) == null) {
                without[0]++;
            }
        });
        return book.issued() + without[0];
    }
}
