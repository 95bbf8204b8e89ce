package dev.seonchak.service.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seonchak.core.ledger.Holding;
import dev.seonchak.core.record.Decoded;
import dev.seonchak.core.recorder.Issuance;
import dev.seonchak.service.quarantine.Diagnosis;
import dev.seonchak.service.quarantine.Entry;
import dev.seonchak.service.quarantine.LogTruth;
import dev.seonchak.service.quarantine.Quarantine;
import dev.seonchak.service.quarantine.Stored;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** An entry of the quarantine in plain words. */
final class EntryText {

    private static final int MAX_SHOWN_BYTES = 512;

    private EntryText() {}

    static String absent(int partition, long offset) {
        return "Nothing is in quarantine at partition " + partition + ", offset " + offset
                + ". ./seonchak quarantine list --all shows what is. Nothing was changed.";
    }

    static String head(Entry entry) {
        Entry.Settlement settlement = entry.settlement();
        String state = settlement == null
                ? "not settled"
                : "settled at " + Instant.ofEpochMilli(settlement.atMs()) + " (" + settlement.action() + ")"
                        + (settlement.removed().isEmpty() ? "" : "; deleted for it: " + settlement.removed())
                        + (settlement.note().isEmpty() ? "" : "; note: " + settlement.note());
        return "Partition " + entry.partition() + ", offset " + entry.offset() + ": "
                + entry.kind().word() + ", in quarantine since " + Instant.ofEpochMilli(entry.sinceMs()) + ", " + state
                + ".";
    }

    static String garbage(Entry entry) {
        return """
                What it is    A record of the log that no reader can use. Every node and every recorder skips it alike.
                Why           %s
                Affected      Nobody holds or lost a unit by it. Somebody or something wrote to the topic: find out who.""".formatted(entry.reason());
    }

    static String refusedRow(Entry entry) {
        Issuance row = entry.row();
        return """
                What it is    The log granted a unit, and MySQL refused its row: %s
                Why           A row that no recorder wrote stands in its place. MySQL said: %s
                Affected      User %d holds serial %d of coupon %d, and the API says so. Whoever reads table issuance does not see it.""".formatted(row(row), entry.reason(), row.userId(), row.serial(), row.couponId());
    }

    static String stored(Entry entry, Stored stored) {
        Issuance row = entry.row();
        var text = new StringBuilder("MySQL has     coupon " + row.couponId() + ": issued " + stored.issued()
                + ", displaced " + stored.displaced() + ", rows " + stored.rows());
        stored.inPlace()
                .forEach(there -> text.append("\n              in its place: ").append(row(there)));
        if (stored.inPlace().isEmpty()) {
            text.append("\n              in its place: nothing any more");
        }
        return text.toString();
    }

    static String truth(Entry entry, Stored stored, LogTruth truth) {
        Issuance row = entry.row();
        Holding held = truth.holding(row.userId());
        var text = new StringBuilder("The log says  ");
        text.append(
                held == null
                        ? "user " + row.userId() + " holds nothing of coupon " + row.couponId()
                        : "user " + row.userId() + " holds serial " + held.serial() + ", since "
                                + Instant.ofEpochMilli(held.issuedAtMs()));
        text.append("\n              the record at this offset is ").append(record(truth.record()));
        stored.inPlace().stream()
                .filter(there -> !there.equals(row))
                .forEach(there -> text.append("\n              of the row in its place it knows nothing")
                        .append(warning(there, truth)));
        return text.toString();
    }

    private static String record(@Nullable Decoded record) {
        return switch (record) {
            case null -> "not there";
            case Decoded.Known known -> known.record().toString();
            case Decoded.Garbage garbage -> "garbage: " + garbage.reason();
            case Decoded.TooNew tooNew -> "of a newer version: " + tooNew.type();
        };
    }

    /** Where the user of a row made by hand also got a unit from the log, the recorder may have taken that row for it. */
    static String warning(Issuance row, LogTruth truth) {
        Holding held = truth.holding(row.userId());
        return held == null || held.serial() == row.serial()
                ? ""
                : "\n              but the log gave its user " + row.userId() + " serial " + held.serial()
                        + ": run ./seonchak audit afterwards; if it says FAIL, fill a new schema with ./seonchak rebuild-db";
    }

    static String howToSettle(Entry entry, Diagnosis diagnosis) {
        if (entry.settlement() != null) {
            return "To settle     nothing to do";
        }
        String command = "./seonchak quarantine settle " + entry.partition() + " " + entry.offset();
        return switch (diagnosis) {
            case Diagnosis.Garbage g -> "To settle     " + command + " --note 'why it may stay' --yes";
            case Diagnosis.RowMissing m ->
                "To settle     " + command + " --yes   (writes the row; nothing is in its way)";
            case Diagnosis.RowThere t ->
                "To settle     " + command + " --yes   (the row is there; only the counter is wrong)";
            case Diagnosis.Obstructed o ->
                "To settle     " + command + " --remove-obstacle --yes   (deletes what is in its way, writes the row)";
            case Diagnosis.Contradicted c ->
                c.why()
                        + "\nSettling this entry cannot mend that. Fill an empty schema with ./seonchak rebuild-db, and use it.";
        };
    }

    static String row(Issuance row) {
        return "coupon " + row.couponId() + ", serial " + row.serial() + ", user " + row.userId() + ", claim "
                + row.claimId() + ", issued " + Instant.ofEpochMilli(row.issuedAtMs());
    }

    static String bytes(Entry entry, Quarantine.Bytes bytes) {
        String type = entry.type();
        return "Record        type " + (type == null ? "(no header)" : visible(type)) + ", value of "
                + entry.valueBytes() + " bytes" + "\n" + shown("key", bytes.keyHex()) + "\n"
                + shown("value", bytes.valueHex());
    }

    private static String shown(String part, @Nullable String hex) {
        if (hex == null) {
            return "              no " + part;
        }
        int chars = Math.min(hex.length(), 2 * MAX_SHOWN_BYTES);
        byte[] first = HexFormat.of().parseHex(hex.substring(0, chars));
        String more = chars < hex.length() ? "  … the first " + MAX_SHOWN_BYTES + " bytes" : "";
        return "              " + part + " as text: " + visible(new String(first, UTF_8)) + more + "\n              "
                + part + " in hex:  " + hex.substring(0, chars) + more;
    }

    /** Nothing that a record contains may steer the operator's terminal. */
    private static String visible(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\uFFFD]", "·");
    }
}
