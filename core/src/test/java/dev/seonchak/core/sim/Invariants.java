package dev.seonchak.core.sim;

import dev.seonchak.core.ledger.CouponBook;
import dev.seonchak.core.ledger.Holding;
import dev.seonchak.core.ledger.NoVerdict;
import dev.seonchak.core.ledger.Outcome;
import dev.seonchak.core.ledger.Verdict;
import dev.seonchak.core.recorder.Issuance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The promises, one pure function each. Every function names what breaks it, in sentences; no sentence is a pass.
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
        boolean accepted() {
            return outcome instanceof Verdict.Granted;
        }

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

    /** P1, I1: issued rows of a coupon never exceed its quantity. */
    static List<String> neverOverQuantity(long couponId, int quantity, int rows) {
        return rows > quantity ? List.of("coupon " + couponId + " has " + rows + " rows of " + quantity) : List.of();
    }

    /** P2, I2: no user twice, no serial twice, serials of a coupon are 1..n without a hole. */
    static List<String> neverTwice(List<Issuance> rows) {
        var wrong = new ArrayList<String>();
        var owners = new HashSet<Owner>();
        var highest = new TreeMap<Long, Integer>();
        var serials = new HashMap<Long, HashSet<Integer>>();
        for (Issuance row : rows) {
            if (!owners.add(new Owner(row.couponId(), row.userId()))) {
                wrong.add("user twice: " + row);
            }
            if (!serials.computeIfAbsent(row.couponId(), id -> new HashSet<>()).add(row.serial())) {
                wrong.add("serial twice: " + row);
            }
            highest.merge(row.couponId(), row.serial(), Math::max);
        }
        highest.forEach((coupon, last) -> {
            int count = serials.getOrDefault(coupon, new HashSet<>()).size();
            if (count != last) {
                wrong.add("coupon " + coupon + " has a hole: " + count + " serials up to " + last);
            }
        });
        return wrong;
    }

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

    /** P3, I3: every 202 is exactly one row, with the same user and the same serial, and no user has two of them. */
    static List<String> everyAcceptedIsOneRow(List<Asked> history, List<Issuance> rows) {
        Map<Owner, Integer> serials = serialsByOwner(rows);
        var wrong = new ArrayList<String>();
        var confirmed = new HashSet<Owner>();
        for (Asked asked : history) {
            if (asked.outcome() instanceof Verdict.Granted granted) {
                var owner = new Owner(asked.couponId(), asked.userId());
                Integer serial = serials.get(owner);
                if (serial == null || serial != granted.holding().serial()) {
                    wrong.add("lost: " + asked + ", the row has serial " + serial);
                }
                if (!confirmed.add(owner)) {
                    wrong.add("confirmed twice: " + owner);
                }
            }
        }
        return wrong;
    }

    /** I4: no row that nobody asked for, and none for a user whose every answer was a definite refusal. */
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

    /** P5, I9: where the crowd was larger than the stock and the coupon is open, every unit is issued. */
    static List<String> nothingStranded(long couponId, int quantity, int issued, boolean ended, boolean crowd) {
        return !ended && crowd && issued < quantity
                ? List.of("coupon " + couponId + ": " + issued + " of " + quantity
                        + " issued to a crowd that wanted more")
                : List.of();
    }

    /** I10: the rows of a partition are the log's grants up to its position, row for row. */
    static List<String> storeIsTheLogReplayed(List<Issuance> rows, List<Truth.Grant> grants) {
        var expected = new ArrayList<Issuance>();
        for (Truth.Grant g : grants) {
            expected.add(new Issuance(g.couponId(), g.serial(), g.userId(), g.claimId(), g.atMs()));
        }
        return rows.equals(expected) ? List.of() : List.of("store has " + rows + " but the log says " + expected);
    }

    /** I5: quantity, issued and state of a stored coupon are the log's at the same position. */
    static List<String> bookIsTheLogReplayed(CouponBook book, Truth.@Nullable Stock stock) {
        var stored =
                new Truth.Stock(book.quantity(), book.issued(), book.closed(), book.opensAtMs(), book.closesAtMs());
        return stored.equals(stock) ? List.of() : List.of("store has " + book + " but the log says " + stock);
    }

    private static Map<Owner, Integer> serialsByOwner(List<Issuance> rows) {
        var serials = new HashMap<Owner, Integer>();
        rows.forEach(row -> serials.put(new Owner(row.couponId(), row.userId()), row.serial()));
        return serials;
    }
}
