package dev.seonchak.service.quarantine;

import dev.seonchak.core.recorder.Issuance;
import dev.seonchak.service.recorder.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Settles entries, each in one transaction.
 *
 * <p><b>Why it may be repeated, and may die anywhere.</b> The transaction begins by locking the partition's row of
 * {@code log_position}, as the recorder's do, so neither a recorder nor another settling is in between. Under that lock it
 * looks again at all that the decision rested on, and changes nothing where any of it is different. The entry in
 * {@code quarantine_settlement} is written together with the row and the counter; whoever comes later finds it.
 */
public final class Settling {

    /** What became of it. */
    public enum Result {
        SETTLED,
        /** Somebody did it before, or an earlier attempt whose answer was lost. Nothing was changed now. */
        ALREADY_SETTLED,
        /** The rows, or the log they come from, are not what was looked at. Nothing was changed. */
        CHANGED_MEANWHILE
    }

    private static final int MAX_REMOVED_CHARS = 2_000;
    private static final String FOR_UPDATE = " FOR UPDATE";

    private final DataSource dataSource;
    private final InstantSource clock;

    /**
     * Touches nothing yet.
     *
     * @param clock for the time of settling
     */
    public Settling(DataSource dataSource, InstantSource clock) {
        this.dataSource = dataSource;
        this.clock = clock;
    }

    /**
     * Takes note of garbage.
     *
     * @param note the operator's words, at most 1,000 characters
     * @throws SQLException where it is unknown whether it was settled: settle again
     */
    public Result acknowledge(Entry entry, String note) throws SQLException {
        return Transactions.run(dataSource, connection -> {
            String ignored = Quarantine.topicId(connection, entry.partition(), FOR_UPDATE);
            Entry now = Quarantine.entry(connection, entry.partition(), entry.offset());
            if (now == null || now.kind() != Entry.Kind.GARBAGE) {
                return Result.CHANGED_MEANWHILE;
            }
            if (now.settlement() != null) {
                return Result.ALREADY_SETTLED;
            }
            settle(connection, entry, "acknowledged", "", note);
            return Result.SETTLED;
        });
    }

    /**
     * Writes the row that the log granted.
     *
     * @param topicId the log that says so
     * @param inPlace the rows that stood there when the log was asked, and that it does not know: deleted, unless it is the
     *     row itself
     * @param note the operator's words, at most 1,000 characters
     * @throws SQLException where it is unknown whether it was settled: settle again
     */
    public Result writeRow(Entry entry, String topicId, List<Issuance> inPlace, String note) throws SQLException {
        try {
            return Transactions.run(dataSource, connection -> writeRow(connection, entry, topicId, inPlace, note));
        } catch (SQLIntegrityConstraintViolationException e) {
            return Result.CHANGED_MEANWHILE; // a row that was not there a moment ago; everything is rolled back
        }
    }

    private Result writeRow(Connection connection, Entry entry, String topicId, List<Issuance> inPlace, String note)
            throws SQLException {
        if (!topicId.equals(Quarantine.topicId(connection, entry.partition(), FOR_UPDATE))) {
            return Result.CHANGED_MEANWHILE;
        }
        Entry now = Quarantine.entry(connection, entry.partition(), entry.offset());
        if (now != null && now.settlement() != null) {
            return Result.ALREADY_SETTLED;
        }
        Issuance row = entry.row();
        if (!entry.equals(now)
                || !Quarantine.inPlace(connection, row, FOR_UPDATE).equals(inPlace)) {
            return Result.CHANGED_MEANWHILE;
        }
        boolean there = inPlace.equals(List.of(row));
        if (!there) {
            for (Issuance obstacle : inPlace) {
                one(
                        connection,
                        "DELETE FROM issuance WHERE coupon_id = ? AND serial = ?",
                        obstacle.couponId(),
                        obstacle.serial());
            }
            one(
                    connection,
                    "INSERT INTO issuance (coupon_id, serial, user_id, claim_id, issued_at_ms)"
                            + " VALUES (?, ?, ?, ?, ?)",
                    row.couponId(),
                    row.serial(),
                    row.userId(),
                    row.claimId(),
                    row.issuedAtMs());
        }
        one(
                connection,
                "UPDATE coupon SET displaced = displaced - 1 WHERE coupon_id = ? AND displaced > 0",
                row.couponId());
        settle(connection, entry, "row-written", there ? "" : removed(inPlace), note);
        return Result.SETTLED;
    }

    private static String removed(List<Issuance> rows) {
        String text = rows.stream().map(Issuance::toString).collect(Collectors.joining("; "));
        return text.substring(0, Math.min(text.length(), MAX_REMOVED_CHARS));
    }

    private void settle(Connection connection, Entry entry, String action, String removed, String note)
            throws SQLException {
        one(
                connection,
                "INSERT INTO quarantine_settlement (log_partition, log_offset, settled_at_ms, action, removed,"
                        + " note) VALUES (?, ?, ?, ?, ?, ?)",
                entry.partition(),
                entry.offset(),
                clock.millis(),
                action,
                removed,
                note);
    }

    private static void one(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement write = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                write.setObject(i + 1, values[i]);
            }
            int rows = write.executeUpdate();
            if (rows != 1) {
                throw new SQLException(rows + " rows instead of one were changed by: " + sql);
            }
        }
    }
}
