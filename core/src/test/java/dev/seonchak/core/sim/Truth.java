package dev.seonchak.core.sim;

import dev.seonchak.core.ledger.CouponBook;
import dev.seonchak.core.ledger.Holding;
import dev.seonchak.core.ledger.Verdict;
import dev.seonchak.core.record.LogRecord;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponClosed;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import dev.seonchak.core.record.LogRecord.CouponRestocked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the log means, worked out record by record as it is written, in code of its own: the yardstick for every node and
 * for the store. Keeps every moment of the past, because a refusal has to be true only of a prefix that its node had read.
 */
final class Truth {

    /** A unit that the log granted. */
    record Grant(long couponId, int serial, long userId, String claimId, long atMs, int partition, long offset) {
        Holding holding() {
            return new Holding(serial, atMs);
        }
    }

    /** A coupon after some prefix of its partition. */
    record Stock(int quantity, int issued, boolean closed, long opensAtMs, long closesAtMs) {
        CouponBook book(long couponId) {
            return new CouponBook(couponId, "coupon", quantity, opensAtMs, closesAtMs, closed, issued);
        }
    }

    private record Moment(long logTimeMs, Map<Long, Stock> coupons) {}

    private record Key(long couponId, long userId) {}

    private final int partitions;
    private final List<List<Moment>> moments = new ArrayList<>();
    private final List<List<@Nullable Verdict>> verdicts = new ArrayList<>();
    private final Map<Key, Grant> grants = new HashMap<>();
    private final List<Grant> inOrder = new ArrayList<>();

    Truth(int partitions) {
        this.partitions = partitions;
        for (int p = 0; p < partitions; p++) {
            moments.add(new ArrayList<>(List.of(new Moment(0, Map.of()))));
            verdicts.add(new ArrayList<>());
        }
    }

    /** Takes the next entry of a partition; null stands for garbage. Returns the verdict on a claim. */
    @Nullable
    Verdict append(int partition, @Nullable LogRecord record, long appendTimeMs) {
        Moment before = moments.get(partition).getLast();
        if (record == null) {
            moments.get(partition).add(before);
            verdicts.get(partition).add(null);
            return null;
        }
        long timeMs = Math.max(before.logTimeMs, appendTimeMs);
        Map<Long, Stock> coupons = before.coupons;
        Verdict verdict = null;
        if (record.couponId() % partitions == partition) {
            Stock stock = coupons.get(record.couponId());
            Stock after = stock;
            if (record instanceof Claimed claim) {
                verdict = verdict(stock, grant(claim.couponId(), claim.userId()), timeMs);
                if (stock != null && verdict instanceof Verdict.Granted granted) {
                    after = new Stock(stock.quantity, stock.issued + 1, false, stock.opensAtMs, stock.closesAtMs);
                    keep(claim, granted.holding(), partition);
                }
            } else {
                after = amended(stock, record);
            }
            if (after != null && !after.equals(stock)) {
                coupons = new HashMap<>(coupons);
                coupons.put(record.couponId(), after);
            }
        }
        moments.get(partition).add(new Moment(timeMs, coupons));
        verdicts.get(partition).add(verdict);
        return verdict;
    }

    private void keep(Claimed claim, Holding holding, int partition) {
        long offset = verdicts.get(partition).size();
        var grant = new Grant(
                claim.couponId(),
                holding.serial(),
                claim.userId(),
                claim.claimId(),
                holding.issuedAtMs(),
                partition,
                offset);
        grants.put(new Key(claim.couponId(), claim.userId()), grant);
        inOrder.add(grant);
    }

    private static @Nullable Stock amended(@Nullable Stock stock, LogRecord record) {
        if (stock == null) {
            return record instanceof CouponDefined d
                    ? new Stock(d.quantity(), 0, false, d.opensAtMs(), d.closesAtMs())
                    : null;
        }
        if (record instanceof CouponClosed) {
            return new Stock(stock.quantity, stock.issued, true, stock.opensAtMs, stock.closesAtMs);
        }
        if (record instanceof CouponRestocked r && !stock.closed && r.quantity() > stock.quantity) {
            return new Stock(r.quantity(), stock.issued, false, stock.opensAtMs, stock.closesAtMs);
        }
        return stock;
    }

    private static Verdict verdict(@Nullable Stock stock, @Nullable Grant own, long timeMs) {
        if (stock == null) {
            return Verdict.UNKNOWN_COUPON;
        }
        if (own != null) {
            return new Verdict.AlreadyIssued(own.holding());
        }
        if (stock.closed || timeMs >= stock.closesAtMs) {
            return Verdict.CLOSED;
        }
        if (timeMs < stock.opensAtMs) {
            return new Verdict.NotOpen(stock.opensAtMs);
        }
        return stock.issued == stock.quantity
                ? Verdict.SOLD_OUT
                : new Verdict.Granted(new Holding(stock.issued + 1, timeMs));
    }

    /** What a claim would be answered right after the given number of entries of the coupon's partition. */
    Verdict verdictAfter(long entries, long couponId, long userId) {
        Moment moment = moments.get(partitionOf(couponId)).get((int) entries);
        Grant own = grant(couponId, userId);
        boolean ownedThen = own != null && own.offset < entries;
        return verdict(moment.coupons.get(couponId), ownedThen ? own : null, moment.logTimeMs);
    }

    /** The verdict on the entry at an offset; null where it is no claim. */
    @Nullable
    Verdict verdictAt(int partition, long offset) {
        return verdicts.get(partition).get((int) offset);
    }

    @Nullable
    Grant grant(long couponId, long userId) {
        return grants.get(new Key(couponId, userId));
    }

    /** Every grant of a partition in the order of the log, as far as the given offset. */
    List<Grant> grants(int partition, long beforeOffset) {
        return inOrder.stream()
                .filter(g -> g.partition == partition && g.offset < beforeOffset)
                .toList();
    }

    /** The coupon now; null where it was never defined. */
    @Nullable
    Stock stock(long couponId) {
        return moments.get(partitionOf(couponId)).getLast().coupons.get(couponId);
    }

    /** The coupon after a prefix; null where it was not defined by then. */
    @Nullable
    Stock stockAfter(long entries, long couponId) {
        return moments.get(partitionOf(couponId)).get((int) entries).coupons.get(couponId);
    }

    long logTimeMs(long couponId) {
        return moments.get(partitionOf(couponId)).getLast().logTimeMs;
    }

    int partitionOf(long couponId) {
        return (int) (couponId % partitions);
    }
}
