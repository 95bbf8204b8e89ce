package dev.seonchak.service.quarantine;

import dev.seonchak.core.ledger.CouponLedger;
import dev.seonchak.core.ledger.Holding;
import dev.seonchak.core.record.Decoded;
import dev.seonchak.core.recorder.Issuance;
import dev.seonchak.service.claimlog.LogReader;
import dev.seonchak.service.claimlog.Replay;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What is true about an entry according to the log, replayed from its first record.
 *
 * <p>Read once, it stays true: the log grants, and never takes back.
 *
 * @param topicId the log that was read
 * @param record what this version makes of the record at the entry's offset; null where the log has none there
 * @param coupon the entry's coupon; null for garbage, and for a coupon that the log does not have
 */
public record LogTruth(
        String topicId, @Nullable Decoded record, @Nullable CouponLedger coupon) {

    /**
     * Reads the log. Joins no group and changes nothing.
     *
     * @throws dev.seonchak.service.claimlog.LogUnreadable where it cannot be read
     */
    public static LogTruth of(LogReader log, Entry entry) {
        ConsumerRecord<byte[], byte[]> record = log.at(entry.partition(), entry.offset());
        Issuance issuance = entry.issuance();
        CouponLedger coupon = null;
        if (issuance != null) {
            var replay = new Replay(log);
            replay.catchUp(entry.partition());
            coupon = replay.ledger().coupon(issuance.couponId());
        }
        return new LogTruth(log.topicId(), record == null ? null : LogReader.decode(record), coupon);
    }

    /** What the log says a user holds of the entry's coupon. */
    public @Nullable Holding holding(long userId) {
        return coupon == null ? null : coupon.holding(userId);
    }

    /** Whether the log gave this very serial to this very user. */
    boolean knows(Issuance row) {
        Holding held = holding(row.userId());
        return held != null && held.serial() == row.serial();
    }
}
