package dev.seonchak.core.ledger;

import dev.seonchak.core.record.LogRecord;
import dev.seonchak.core.record.LogRecord.Claimed;
import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The state of every coupon as a pure, deterministic function of the log read so far.
 *
 * <p>{@link #apply} is called by one thread, the reader of the log, in the order of each partition. Everything else may be
 * called by any thread and takes no lock.
 *
 * <p>A record that comes twice changes nothing the second time, so sending again is always safe. The only clock is the
 * log's own: the highest append time read so far in the coupon's partition.
 */
public final class Ledger {

    private final int partitions;
    private final ConcurrentHashMap<Long, CouponLedger> coupons = new ConcurrentHashMap<>();
    private final AtomicLongArray logTimeMs;

    /**
     * An empty ledger.
     *
     * @param partitions number of partitions of the log; fixed for the life of the log, because a coupon's partition
     *     follows from it
     */
    public Ledger(int partitions) {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be positive but is " + partitions);
        }
        this.partitions = partitions;
        this.logTimeMs = new AtomicLongArray(partitions);
    }

    /** The one partition in which everything about a coupon is written. */
    public static int partitionOf(long couponId, int partitions) {
        return Math.floorMod(couponId, partitions);
    }

    /**
     * Applies the next record of a partition.
     *
     * @param appendTimeMs the log's own time stamp of the record
     * @return the verdict on a claim; null for any other record, and for one in a partition where it does not belong,
     *     which every reader ignores
     */
    public @Nullable Verdict apply(int partition, LogRecord record, long appendTimeMs) {
        long timeMs = Math.max(logTimeMs.get(partition), appendTimeMs);
        logTimeMs.lazySet(partition, timeMs);
        if (partition != partitionOf(record.couponId(), partitions)) {
            return null;
        }
        CouponLedger coupon = coupons.get(record.couponId());
        if (record instanceof Claimed claim) {
            return decide(coupon, claim.userId(), timeMs);
        }
        CouponBook before = coupon == null ? null : coupon.book();
        CouponBook after = Rule.amend(before, record);
        if (after != null && coupon == null) {
            coupons.put(record.couponId(), new CouponLedger(after, timeMs));
        } else if (after != null && coupon != null) {
            coupon.publish(after);
        }
        return null;
    }

    private static Verdict decide(@Nullable CouponLedger coupon, long userId, long timeMs) {
        if (coupon == null) {
            return Verdict.UNKNOWN_COUPON;
        }
        Verdict verdict = Rule.claim(coupon.book(), coupon.holding(userId), timeMs);
        if (verdict instanceof Verdict.Granted granted) {
            coupon.grant(userId, granted.holding());
        }
        return verdict;
    }

    /**
     * What can be said at once, without asking the log: every refusal that stays true. Null where only the log can say.
     *
     * @param wallClockMs this node's clock, in milliseconds since the epoch. It can only delay: a claim before the opening
     *     is refused by it, and one that it lets through too early is refused by the log. It never closes a coupon, since a
     *     clock that is ahead would refuse for good what is still to be had
     */
    public @Nullable Verdict refusal(long couponId, long userId, long wallClockMs) {
        CouponLedger coupon = coupons.get(couponId);
        if (coupon == null) {
            return Verdict.UNKNOWN_COUPON;
        }
        CouponBook book = coupon.book();
        Holding held = coupon.holding(userId);
        if (held != null) {
            return new Verdict.AlreadyIssued(held);
        }
        long timeMs = logTimeMs(couponId);
        if (book.closedAt(timeMs)) {
            return Verdict.CLOSED;
        }
        if (Math.max(timeMs, wallClockMs) < book.opensAtMs()) {
            return new Verdict.NotOpen(book.opensAtMs());
        }
        return book.soldOut() ? Verdict.SOLD_OUT : null;
    }

    /** A coupon, or null where the log, as far as read, has none of this id. */
    public @Nullable CouponLedger coupon(long couponId) {
        return coupons.get(couponId);
    }

    /** Every coupon, in no order; a live view. */
    public Collection<CouponLedger> coupons() {
        return Collections.unmodifiableCollection(coupons.values());
    }

    /** The highest append time read so far in the coupon's partition, in milliseconds since the epoch; 0 at the start. */
    public long logTimeMs(long couponId) {
        return logTimeMs.get(partitionOf(couponId, partitions));
    }

    /** Number of partitions of the log. */
    public int partitions() {
        return partitions;
    }
}
