package dev.seonchak.core.audit;

import dev.seonchak.core.ledger.CouponBook;
import dev.seonchak.core.ledger.CouponLedger;
import dev.seonchak.core.ledger.Holding;
import dev.seonchak.core.ledger.Ledger;
import dev.seonchak.core.ledger.Verdict;
import dev.seonchak.core.record.Decoded;
import dev.seonchak.core.record.LogRecord;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponClosed;
import dev.seonchak.core.recorder.Issuance;
import dev.seonchak.core.recorder.LogEntry;
import org.jspecify.annotations.Nullable;

/**
 * What the log says about one coupon: its partition read entry by entry through the rule, as every node and recorder does.
 *
 * <p>Garbage and records in a partition where they do not belong are skipped, a record of a newer version ends the reading.
 * Holds what a node's ledger holds of this one coupon, 30 to 60 bytes a unit granted, and nothing of others.
 */
public final class Replay {

    private final long couponId;
    private final int partition;
    private final Ledger ledger;
    private final Timeline timeline = new Timeline();
    private long nextOffset;

    public Replay(long couponId, int partitions) {
        this.couponId = couponId;
        this.partition = Ledger.partitionOf(couponId, partitions);
        this.ledger = new Ledger(partitions);
    }

    /**
     * Takes the next entry of the coupon's partition.
     *
     * @return the unit that it granted; null for none
     * @throws Unreadable at a record of a newer version: what follows cannot be known
     */
    public @Nullable Issuance accept(LogEntry entry) {
        if (entry.content() instanceof Decoded.TooNew tooNew) {
            throw newer(entry.offset(), tooNew.type());
        }
        nextOffset = entry.offset() + 1;
        return entry.content() instanceof Decoded.Known known ? apply(known.record(), entry.appendTimeMs()) : null;
    }

    private static Unreadable newer(long offset, String type) {
        return new Unreadable(
                Source.LOG,
                new Words(
                        "The record at offset " + offset + " has type " + type
                                + ", which this version does not know: audit with the newer version.",
                        "오프셋 " + offset + "의 레코드 형식 " + type + "을(를) 이 버전은 모릅니다. 새 버전으로 감사하세요."),
                null);
    }

    private @Nullable Issuance apply(LogRecord record, long appendTimeMs) {
        if (record.couponId() != couponId) {
            // Others only move the log's clock: the end of a coupon that was never defined leaves nothing behind.
            ledger.apply(partition, new CouponClosed(record.couponId()), appendTimeMs);
            return null;
        }
        CouponBook before = book();
        Verdict verdict = ledger.apply(partition, record, appendTimeMs);
        note(before, book());
        if (record instanceof Claimed claim && verdict instanceof Verdict.Granted granted) {
            Holding holding = granted.holding();
            return new Issuance(couponId, holding.serial(), claim.userId(), claim.claimId(), holding.issuedAtMs());
        }
        return null;
    }

    private void note(@Nullable CouponBook before, @Nullable CouponBook after) {
        if (after == null) {
            return;
        }
        long nowMs = ledger.logTimeMs(couponId);
        if (before == null || before.quantity() != after.quantity()) {
            timeline.begin(nowMs, after.quantity());
        }
        if (after.soldOut() && (before == null || !before.soldOut())) {
            timeline.soldOut(nowMs);
        }
        if (after.closed()) {
            timeline.closed(nowMs);
        }
    }

    /** The coupon as far as it was read; null where it is not defined. */
    public @Nullable CouponBook book() {
        CouponLedger coupon = ledger.coupon(couponId);
        return coupon == null ? null : coupon.book();
    }

    /** What a user holds as far as it was read; null for nothing. */
    public @Nullable Holding holding(long userId) {
        CouponLedger coupon = ledger.coupon(couponId);
        return coupon == null ? null : coupon.holding(userId);
    }

    /** Whether claims are refused for good, by the log's clock. */
    public boolean ended() {
        CouponBook book = book();
        return book != null && book.closedAt(ledger.logTimeMs(couponId));
    }

    /** The first offset that was not read. */
    public long nextOffset() {
        return nextOffset;
    }

    /** Every holder as far as it was read, in no order. */
    public void forEachHolder(java.util.function.LongConsumer each) {
        CouponLedger coupon = ledger.coupon(couponId);
        if (coupon != null) {
            coupon.forEachHolder(each);
        }
    }

    Timeline timeline() {
        return timeline;
    }

    /** For evidence: what the log says about a user. */
    String says(long userId) {
        Holding holding = holding(userId);
        return holding == null ? "log nothing" : "log serial " + holding.serial() + " at " + holding.issuedAtMs();
    }
}
