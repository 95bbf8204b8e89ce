package dev.seonchak.service.quarantine;

import dev.seonchak.core.ledger.Holding;
import dev.seonchak.core.record.Decoded;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.recorder.Issuance;
import java.util.List;

/** What is the matter with an entry, and so what settles it. */
public sealed interface Diagnosis {

    /** No reader uses the record; somebody takes note of it. */
    record Garbage() implements Diagnosis {}

    /** Nothing stands where the row belongs any more. */
    record RowMissing() implements Diagnosis {}

    /** The row is there after all. */
    record RowThere() implements Diagnosis {}

    /** Rows that the log does not know stand where the row belongs. */
    record Obstructed(List<Issuance> obstacles) implements Diagnosis {}

    /** The log does not confirm the entry, so writing its row would be wrong. */
    record Contradicted(String why) implements Diagnosis {}

    /** Compares an entry with the log and with what MySQL has in its place. Pure. */
    static Diagnosis of(Entry entry, Stored stored, LogTruth truth) {
        if (entry.kind() == Entry.Kind.GARBAGE) {
            return new Garbage();
        }
        Issuance row = entry.row();
        if (!truth.topicId().equals(stored.topicId())) {
            return new Contradicted("The rows of partition " + entry.partition() + " come from the topic with id "
                    + stored.topicId() + ", but the log that was read has the id " + truth.topicId() + ".");
        }
        var claim = new Claimed(row.couponId(), row.userId(), row.claimId());
        if (!(truth.record() instanceof Decoded.Known known && known.record().equals(claim))) {
            return new Contradicted("The record at this offset of the log is not the claim " + row.claimId()
                    + " of user " + row.userId() + ".");
        }
        Holding held = truth.holding(row.userId());
        if (held == null || held.serial() != row.serial() || held.issuedAtMs() != row.issuedAtMs()) {
            return new Contradicted("The entry says that user " + row.userId() + " holds serial " + row.serial()
                    + ", but the log says "
                    + (held == null ? "that this user holds nothing" : "serial " + held.serial())
                    + "." + known(stored, truth));
        }
        if (stored.displaced() < 1) {
            return new Contradicted("coupon.displaced is " + stored.displaced()
                    + ", although this entry should count in it: somebody changed the counter.");
        }
        if (stored.inPlace().isEmpty()) {
            return new RowMissing();
        }
        return stored.inPlace().equals(List.of(row)) ? new RowThere() : new Obstructed(stored.inPlace());
    }

    private static String known(Stored stored, LogTruth truth) {
        var text = new StringBuilder();
        for (Issuance row : stored.inPlace()) {
            if (truth.knows(row)) {
                text.append(" The row that stands in its place (serial ")
                        .append(row.serial())
                        .append(", user ")
                        .append(row.userId())
                        .append(") is what the log granted; it stays.");
            }
        }
        return text.toString();
    }
}
