package dev.seonchak.core.sim;

import dev.seonchak.core.ledger.Holding;
import dev.seonchak.core.ledger.NoVerdict;
import dev.seonchak.core.ledger.Outcome;
import dev.seonchak.core.ledger.Verdict;
import dev.seonchak.core.recorder.Issuance;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The promises that only an onlooker who sees into the nodes can judge, one pure function each. Every function names what
 * breaks it, in sentences; no sentence is a pass. What an audit can judge from outside is in {@link dev.seonchak.core.audit}.
 *
 * <p>P1 to P7 are the promises of the design, I1 to I10 the audit of the lab.
 */
final class Invariants {

    /**
     * One request as its client saw it.
     *
     * @param outcome null where the node died, or the client gave up, before there was an answer
     */
    record Asked(long couponId, long userId, @Nullable Outcome outcome) {
        /** The client was told that this request left nothing behind. */
        boolean refused() {
            return outcome instanceof Verdict.SoldOut
                    || outcome instanceof Verdict.Closed
                    || outcome instanceof Verdict.NotOpen
                    || outcome instanceof Verdict.UnknownCoupon
                    || outcome == NoVerdict.OVERLOADED
                    || outcome == NoVerdict.LOG_UNAVAILABLE;
        }
    }

    private record Owner(long couponId, long userId) {}

    private Invariants() {}

    /** P3, P7: a 202 is the granting record, already read by the node that says so: same user, serial, time and claim. */
    static List<String> acceptedIsInTheLog(
            Truth truth, long couponId, long userId, Holding told, long entriesRead, String claimIdPrefix) {
        Truth.Grant grant = truth.grant(couponId, userId);
        if (grant == null || grant.offset() >= entriesRead) {
            return List.of(
                    "202 to user " + userId + " of coupon " + couponId + " before its record was read: " + grant);
        }
        if (!grant.holding().equals(told)) {
            return List.of("202 with " + told + " but the log has " + grant);
        }
        if (!grant.claimId().startsWith(claimIdPrefix)) {
            return List.of("202 for somebody else's claim: " + grant + ", not of " + claimIdPrefix);
        }
        return List.of();
    }

    /**
     * P4, I6: a refusal is the rule's verdict after some prefix that the node had read between question and answer, not
     * older than what it had to know before it served.
     */
    static List<String> refusalIsTrue(
            Truth truth, long couponId, long userId, Verdict told, long entriesAtStart, long entriesNow) {
        for (long entries = entriesAtStart; entries <= entriesNow; entries++) {
            if (truth.verdictAfter(entries, couponId, userId).equals(told)) {
                return List.of();
            }
        }
        return List.of("user " + userId + " of coupon " + couponId + " was told " + told + " but it was "
                + truth.verdictAfter(entriesAtStart, couponId, userId) + " at entry " + entriesAtStart + " and "
                + truth.verdictAfter(entriesNow, couponId, userId) + " at " + entriesNow);
    }

    /** I8: an answer comes within the deadline, give or take the interval at which a node looks at its clock. */
    static List<String> answeredInTime(long waitedMs, long deadlineMs, long intervalMs) {
        return waitedMs > deadlineMs + intervalMs
                ? List.of("answered after " + waitedMs + " ms, the deadline is " + deadlineMs)
                : List.of();
    }

    /** P7: a node's verdict on a record is the log's. */
    static List<String> replicaAgrees(int node, @Nullable Verdict replica, @Nullable Verdict truth, String record) {
        boolean same = replica == null ? truth == null : replica.equals(truth);
        return same ? List.of() : List.of("node " + node + " says " + replica + ", the log " + truth + " on " + record);
    }

    /** I4, and stricter than an audit, since here an overload counts as a refusal: no row that nobody asked for, and none for a user whose every answer was a definite refusal. */
    static List<String> nobodyUnexpectedHolds(List<Asked> history, List<Issuance> rows) {
        var hopeful = new HashSet<Owner>();
        for (Asked asked : history) {
            boolean alreadyOnly = asked.outcome() instanceof Verdict.AlreadyIssued;
            if (!asked.refused() && !alreadyOnly) {
                hopeful.add(new Owner(asked.couponId(), asked.userId()));
            }
        }
        var wrong = new ArrayList<String>();
        for (Issuance row : rows) {
            if (!hopeful.contains(new Owner(row.couponId(), row.userId()))) {
                wrong.add("refused by every answer, or never asked, but holds " + row);
            }
        }
        return wrong;
    }
}
