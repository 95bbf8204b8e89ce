package dev.seonchak.core.audit;

import dev.seonchak.core.audit.Timeline.Era;
import dev.seonchak.core.ledger.CouponBook;
import dev.seonchak.core.ledger.Holding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * I6: a refusal is true.
 *
 * <ul>
 *   <li>{@code already-issued}: the log had granted the user a unit, the one that the answer names, before the answer ended.
 *   <li>{@code sold-out}: a quantity was in force (which a restock may have raised since) whose last unit was granted before
 *       the answer ended. And by the clients' own times: nobody's request that began after the answer ended got a serial
 *       within that quantity.
 *   <li>{@code closed}: not before the closing. {@code not-open}: not after the opening. {@code unknown-coupon}: not after
 *       the definition.
 * </ul>
 *
 * <p>Between clocks, and for a node behind the log, {@link Tolerance} is forgiven; the order of requests on one clock is
 * compared as it is.
 */
final class RefusalsTrue {

    /** A granted request, by its client's clock. */
    private record Later(long user, int serial, long sentNs) {}

    private final Replay log;
    private final ToldByUser told;
    private final Tolerance tolerance;
    private final long orderNs;
    private final Map<Integer, Later> latestWithin = new HashMap<>();
    private final Breaches breaches = new Breaches();
    private long refusals;

    /**
     * Nothing judged yet.
     *
     * @param log read to its end
     * @param told all histories, folded
     */
    RefusalsTrue(Replay log, ToldByUser told, boolean oneClock, Tolerance tolerance) {
        this.log = log;
        this.told = told;
        this.tolerance = tolerance;
        this.orderNs = oneClock ? 0 : tolerance.skewMs() * 1_000_000;
    }

    /** One answer; any but a refusal is ignored. */
    void accept(Answer answer) {
        if (answer.outcome().meaning() != ClientOutcome.Meaning.REFUSED) {
            return;
        }
        refusals++;
        String wrong = wrong(answer, log.book());
        if (wrong != null) {
            breaches.add(() -> "user " + answer.userId() + ": client " + answer.told() + " from " + answer.sentMs()
                    + " to " + answer.endMs() + " · " + wrong);
        }
    }

    private @Nullable String wrong(Answer answer, @Nullable CouponBook book) {
        if (answer.outcome() == ClientOutcome.UNKNOWN_COUPON) {
            long definedAtMs = log.timeline().definedAtMs();
            return definedAtMs < answer.sentMs() - tolerance.skewMs() - tolerance.staleMs()
                    ? "log has it defined at " + definedAtMs
                    : null;
        }
        if (book == null) {
            return "log has no such coupon";
        }
        return switch (answer.outcome()) {
            case ALREADY_ISSUED -> notOwner(answer);
            case SOLD_OUT -> notSoldOut(answer);
            case CLOSED -> notClosed(answer, book);
            case NOT_OPEN ->
                answer.sentMs() - tolerance.skewMs() >= book.opensAtMs()
                        ? "log has it open from " + book.opensAtMs()
                        : null;
            default -> null;
        };
    }

    private @Nullable String notOwner(Answer answer) {
        Holding holding = log.holding(answer.userId());
        boolean owned = holding != null
                && holding.issuedAtMs() <= answer.endMs() + tolerance.skewMs()
                && (answer.serial() == 0 || answer.serial() == holding.serial());
        return owned ? null : log.says(answer.userId());
    }

    private @Nullable String notClosed(Answer answer, CouponBook book) {
        long endMs = Math.min(log.timeline().closedAtMs(), book.closesAtMs());
        if (answer.endMs() + tolerance.skewMs() >= endMs) {
            return null;
        }
        return endMs == Timeline.NEVER ? "log does not end it" : "log ends it at " + endMs;
    }

    private @Nullable String notSoldOut(Answer answer) {
        long endedMs = answer.endMs() + tolerance.skewMs();
        long beganMs = answer.sentMs() - tolerance.skewMs() - tolerance.staleMs();
        List<Era> eras = log.timeline().eras();
        String why = "log has it defined later";
        for (int i = 0; i < eras.size(); i++) {
            Era era = eras.get(i);
            boolean inForce = era.fromMs() <= endedMs
                    && (i + 1 == eras.size() || eras.get(i + 1).fromMs() >= beganMs);
            if (inForce) {
                String wrong = notSoldOut(answer, era, endedMs);
                if (wrong == null) {
                    return null;
                }
                why = wrong;
            }
        }
        return why;
    }

    private @Nullable String notSoldOut(Answer answer, Era era, long endedMs) {
        if (era.soldOutAtMs() == Timeline.NEVER) {
            return "log never granted serial " + era.quantity() + ", the last of " + era.quantity();
        }
        if (era.soldOutAtMs() > endedMs) {
            return "log granted the last of " + era.quantity() + " at " + era.soldOutAtMs();
        }
        Later later = latestWithin.computeIfAbsent(era.quantity(), this::latestWithin);
        return later.sentNs > answer.endNs() + orderNs
                ? "client of user " + later.user + " asked later, at " + later.sentNs / 1_000_000 + ", and got serial "
                        + later.serial + " of " + era.quantity()
                : null;
    }

    /** The last granted request, by when it was sent, for a serial within a quantity. */
    private Later latestWithin(int quantity) {
        var latest = new Later[] {new Later(0, 0, 0)};
        told.forEach(at -> {
            // A 202 that the log does not confirm is I3's to judge; it makes no refusal untrue.
            Holding holding = log.holding(told.user(at));
            boolean within = told.okSerial(at) > 0
                    && told.okSerial(at) <= quantity
                    && holding != null
                    && holding.serial() == told.okSerial(at);
            if (within && told.okSentNs(at) > latest[0].sentNs) {
                latest[0] = new Later(told.user(at), told.okSerial(at), told.okSentNs(at));
            }
        });
        return latest[0];
    }

    Finding finish() {
        return breaches.finding(
                Invariant.I6,
                new Words(refusals + " refusals, all true.", "거절 " + refusals + "건 모두 사실입니다."),
                new Words("Clients were refused what was not so.", "사실과 다른 거절이 있습니다."));
    }
}
