package dev.seonchak.core.claim;

import dev.seonchak.core.claim.Gate.Admission;
import dev.seonchak.core.claim.Gate.Settlement;
import dev.seonchak.core.ledger.CouponLedger;
import dev.seonchak.core.ledger.Holding;
import dev.seonchak.core.ledger.Ledger;
import dev.seonchak.core.ledger.NoVerdict;
import dev.seonchak.core.ledger.Outcome;
import dev.seonchak.core.ledger.Verdict;
import dev.seonchak.core.record.LogRecord.Claimed;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries claims from request to outcome. It decides nothing: every verdict it hands on was read back from the log.
 *
 * <pre>
 *   claim ──▶ ledger: refused at once?  ──▶ gate ──ADMITTED, KNOWN, BYPASS──▶ log ──▶ applied ──▶ verdict
 *                                            └──EMPTY──▶ wait for the ledger ──sold out──▶ refused
 *                                                              └──stands still──▶ log
 * </pre>
 *
 * <p>Confined to one thread: every method, and every answer of the gate and the log, comes on the same one. One user's
 * simultaneous requests share one claim. Every wait ends at the deadline, with {@link NoVerdict#OUTCOME_UNKNOWN}.
 *
 * <p><b>A definite refusal must stay true.</b> A claim that was sent may be granted after a restock even if the coupon is
 * sold out now. So once it is sent, nothing ends it but its own verdict, proof that the user holds a unit, or the deadline.
 */
public class Issuer {

    private record Key(long couponId, long userId) {}

    private final Ledger ledger;
    private final Gate gate;
    private final ClaimLog log;
    private final IssuerOptions options;
    private final Supplier<String> claimIds;
    private final LongSupplier wallClockMs;
    private final LongSupplier monotonicMs;

    /** In order of arrival, which is the order of the deadlines. */
    private final LinkedHashMap<Key, PendingClaim> pending = new LinkedHashMap<>();

    private final Map<Long, StockWait> stockWaits = new HashMap<>();
    private int waitingClients;

    /**
     * An issuer without claims.
     *
     * @param claimIds gives an id never given before, on any node; see {@link Claimed}
     * @param wallClockMs milliseconds since the epoch; may step
     * @param monotonicMs milliseconds since anything; never steps
     */
    public Issuer(
            Ledger ledger,
            Gate gate,
            ClaimLog log,
            IssuerOptions options,
            Supplier<String> claimIds,
            LongSupplier wallClockMs,
            LongSupplier monotonicMs) {
        this.ledger = ledger;
        this.gate = gate;
        this.log = log;
        this.options = options;
        this.claimIds = claimIds;
        this.wallClockMs = wallClockMs;
        this.monotonicMs = monotonicMs;
    }

    /** Starts a claim, or joins the one that this user has under way. The client is told exactly once. */
    public void claim(long couponId, long userId, Consumer<Outcome> client) {
        Verdict refusal = ledger.refusal(couponId, userId, wallClockMs.getAsLong());
        if (refusal != null) {
            client.accept(refusal);
            return;
        }
        if (waitingClients >= options.maxWaiting()) {
            client.accept(NoVerdict.OVERLOADED);
            return;
        }
        var key = new Key(couponId, userId);
        PendingClaim underWay = pending.get(key);
        if (underWay != null) {
            underWay.join(client);
            waitingClients++;
            return;
        }
        if (!log.available()) {
            client.accept(NoVerdict.LOG_UNAVAILABLE);
            return;
        }
        var claim = new Claimed(couponId, userId, claimIds.get());
        var started = new PendingClaim(claim, monotonicMs.getAsLong() + options.deadlineMs(), client);
        pending.put(key, started);
        waitingClients++;
        gate.admit(couponId, userId, admission -> onAdmission(started, admission));
    }

    /** Takes what was just read back from the log, after the ledger has applied it. */
    public void applied(List<Applied> batch) {
        for (Applied applied : batch) {
            Claimed claim = applied.claim();
            PendingClaim waiting = pending.get(new Key(claim.couponId(), claim.userId()));
            if (waiting != null) {
                onVerdict(waiting, claim.claimId().equals(waiting.claim.claimId()), applied.verdict());
            }
        }
        refuseWaitersForStock();
    }

    /** Ends what is past its deadline and moves on what waits for a ledger that stands still. Call every few milliseconds. */
    public void tick() {
        long nowMs = monotonicMs.getAsLong();
        expire(nowMs);
        refuseWaitersForStock();
        sendStranded(nowMs);
    }

    /** Tells every waiting client that its outcome is unknown. For an orderly end of the node. */
    public void abandon() {
        List.copyOf(pending.values()).forEach(claim -> end(claim, NoVerdict.OUTCOME_UNKNOWN));
    }

    /** Clients that wait now. */
    public int waiting() {
        return waitingClients;
    }

    void onAdmission(PendingClaim claim, Admission admission) {
        if (claim.done) {
            return; // its unit, if it got one, comes back by the gate's sweep
        }
        switch (admission) {
            case ADMITTED, KNOWN, BYPASS -> send(claim);
            case EMPTY -> awaitStock(claim);
        }
    }

    void send(PendingClaim claim) {
        claim.sent = true;
        log.append(claim.claim, failure -> onFailure(claim, failure));
    }

    void onFailure(PendingClaim claim, ClaimLog.Failure failure) {
        if (claim.done) {
            return;
        }
        switch (failure) {
            case NOT_SENT -> {
                settle(claim, Settlement.RELEASED);
                end(claim, NoVerdict.LOG_UNAVAILABLE);
            }
            case UNKNOWN -> end(claim, NoVerdict.OUTCOME_UNKNOWN);
        }
    }

    void onVerdict(PendingClaim waiting, boolean own, Verdict verdict) {
        switch (verdict) {
            case Verdict.Granted granted -> {
                settle(waiting, Settlement.HELD);
                endHeld(waiting, own ? granted : null, granted.holding());
            }
            case Verdict.AlreadyIssued already -> {
                settle(waiting, Settlement.HELD);
                endHeld(waiting, null, already.holding());
            }
            case Verdict.SoldOut soldOut -> endRefused(waiting, own, soldOut, Settlement.SOLD_OUT);
            case Verdict.Closed closed -> endRefused(waiting, own, closed, Settlement.RELEASED);
            case Verdict.NotOpen notOpen -> endRefused(waiting, own, notOpen, Settlement.RELEASED);
            case Verdict.UnknownCoupon unknown -> endRefused(waiting, own, unknown, Settlement.RELEASED);
        }
    }

    /** Another claim's refusal says nothing about this one, which the log may have placed after a restock. */
    private void endRefused(PendingClaim waiting, boolean own, Verdict verdict, Settlement settlement) {
        if (own) {
            settle(waiting, settlement);
            finish(waiting, verdict, refusalNow(waiting));
        }
    }

    /** For who joined: the claim may have been refused before they asked, and stock may have come in between. */
    private Outcome refusalNow(PendingClaim joined) {
        Verdict refusal = ledger.refusal(joined.claim.couponId(), joined.claim.userId(), wallClockMs.getAsLong());
        return refusal == null ? NoVerdict.OUTCOME_UNKNOWN : refusal;
    }

    private void awaitStock(PendingClaim claim) {
        CouponLedger coupon = ledger.coupon(claim.claim.couponId());
        if (coupon == null) {
            send(claim);
            return;
        }
        stockWaits
                .computeIfAbsent(
                        claim.claim.couponId(),
                        id -> new StockWait(coupon.book().issued(), monotonicMs.getAsLong()))
                .claims
                .add(claim);
    }

    private void refuseWaitersForStock() {
        if (stockWaits.isEmpty()) {
            return;
        }
        long wallMs = wallClockMs.getAsLong();
        for (StockWait wait : List.copyOf(stockWaits.values())) { // who is told may ask for another coupon at once
            var claims = wait.claims;
            while (!claims.isEmpty()) {
                PendingClaim next = claims.element();
                Verdict refusal = next.done ? null : ledger.refusal(next.claim.couponId(), next.claim.userId(), wallMs);
                if (!next.done && refusal == null) {
                    break;
                }
                claims.remove();
                if (refusal != null) {
                    end(next, refusal);
                }
            }
        }
        stockWaits.values().removeIf(wait -> wait.claims.isEmpty());
    }

    /** The gate is empty and the ledger does not move: send as many claims as the ledger has units, the log decides. */
    private void sendStranded(long nowMs) {
        for (Map.Entry<Long, StockWait> waiting : List.copyOf(stockWaits.entrySet())) {
            CouponLedger coupon = ledger.coupon(waiting.getKey());
            StockWait wait = waiting.getValue();
            if (coupon == null || wait.stillMs(coupon.book().issued(), nowMs) < options.emptyWaitMs()) {
                continue;
            }
            for (int left = coupon.book().remaining(); left > 0 && !wait.claims.isEmpty(); ) {
                PendingClaim next = wait.claims.removeFirst();
                if (!next.done) {
                    send(next);
                    left--;
                }
            }
            wait.restart(nowMs);
        }
        stockWaits.values().removeIf(wait -> wait.claims.isEmpty());
    }

    private void expire(long nowMs) {
        while (!pending.isEmpty()) {
            PendingClaim eldest = pending.firstEntry().getValue();
            if (eldest.deadlineMs > nowMs) {
                return;
            }
            end(eldest, NoVerdict.OUTCOME_UNKNOWN);
        }
    }

    private void settle(PendingClaim claim, Settlement settlement) {
        gate.settle(claim.claim.couponId(), claim.claim.userId(), settlement);
    }

    /** The unit goes to the request that began the claim, if it was this claim that got it; all others have it already. */
    private void endHeld(PendingClaim claim, Verdict.@Nullable Granted granted, Holding holding) {
        var already = new Verdict.AlreadyIssued(holding);
        finish(claim, granted == null ? already : granted, already);
    }

    void end(PendingClaim claim, Outcome outcome) {
        finish(claim, outcome, outcome);
    }

    private void finish(PendingClaim claim, Outcome forFirst, Outcome forOthers) {
        if (claim.done) {
            return;
        }
        claim.done = true;
        pending.remove(new Key(claim.claim.couponId(), claim.claim.userId()));
        waitingClients -= 1 + claim.others().size();
        claim.first.accept(forFirst);
        claim.others().forEach(client -> client.accept(forOthers));
    }
}
