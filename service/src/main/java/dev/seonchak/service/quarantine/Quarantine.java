package dev.seonchak.service.quarantine;

import dev.seonchak.core.recorder.Issuance;
import dev.seonchak.service.quarantine.Entry.Kind;
import dev.seonchak.service.quarantine.Entry.Settlement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads the quarantine and what stands in the place of refused rows. Changes nothing. */
public final class Quarantine {

    private static final String ENTRIES = "SELECT q.log_partition, q.log_offset, q.kind, q.reason, q.record_type,"
            + " q.value_bytes, q.coupon_id, q.serial, q.user_id, q.claim_id, q.issued_at_ms, q.quarantined_at_ms,"
            + " s.settled_at_ms, s.action, s.removed, s.note FROM quarantine q LEFT JOIN quarantine_settlement s"
            + " ON s.log_partition = q.log_partition AND s.log_offset = q.log_offset";

    private static final String UNSETTLED_FIRST =
            " ORDER BY s.settled_at_ms IS NOT NULL, q.quarantined_at_ms," + " q.log_partition, q.log_offset LIMIT ?";

    private final DataSource dataSource;

    /** Touches nothing yet. */
    public Quarantine(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * The record's own bytes in hexadecimal, as far as they were kept; null where the record had none.
     */
    public record Bytes(@Nullable String keyHex, @Nullable String valueHex) {}

    /** The oldest unsettled entries, and with {@code settledToo} behind them those that are settled; {@code limit} at most. */
    public List<Entry> list(boolean settledToo, int limit) throws SQLException {
        String where = settledToo ? "" : " WHERE s.settled_at_ms IS NULL";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(ENTRIES + where + UNSETTLED_FIRST)) {
            select.setInt(1, limit);
            var entries = new ArrayList<Entry>();
            try (ResultSet rs = select.executeQuery()) {
                while (rs.next()) {
                    entries.add(entry(rs));
                }
            }
            return entries;
        }
    }

    /** The entry of a place in the log, or null where there is none. */
    public @Nullable Entry entry(int partition, long offset) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return entry(connection, partition, offset);
        }
    }

    static @Nullable Entry entry(Connection connection, int partition, long offset) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(ENTRIES + " WHERE q.log_partition = ? AND q.log_offset = ?")) {
            select.setInt(1, partition);
            select.setLong(2, offset);
            try (ResultSet rs = select.executeQuery()) {
                return rs.next() ? entry(rs) : null;
            }
        }
    }

    private static Entry entry(ResultSet rs) throws SQLException {
        Kind kind = Kind.of(rs.getString(3));
        Issuance issuance = kind == Kind.GARBAGE
                ? null
                : new Issuance(rs.getLong(7), rs.getInt(8), rs.getLong(9), rs.getString(10), rs.getLong(11));
        long settledAtMs = rs.getLong(13);
        Settlement settlement =
                rs.wasNull() ? null : new Settlement(settledAtMs, rs.getString(14), rs.getString(15), rs.getString(16));
        return new Entry(
                rs.getInt(1),
                rs.getLong(2),
                kind,
                rs.getString(4),
                rs.getString(5),
                rs.getInt(6),
                issuance,
                rs.getLong(12),
                settlement);
    }

    /** The record as it was kept. */
    public Bytes bytes(Entry entry) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT record_key, record_value FROM quarantine WHERE log_partition = ? AND log_offset = ?")) {
            select.setInt(1, entry.partition());
            select.setLong(2, entry.offset());
            try (ResultSet rs = select.executeQuery()) {
                return rs.next() ? new Bytes(hex(rs.getBytes(1)), hex(rs.getBytes(2))) : new Bytes(null, null);
            }
        }
    }

    private static @Nullable String hex(byte @Nullable [] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }

    /** What stands where an entry's row belongs. Only for {@link Kind#DUPLICATE_KEY}. */
    public Stored stored(Entry entry) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            Issuance row = entry.row();
            String topicId = topicId(connection, entry.partition(), "");
            List<Issuance> inPlace = inPlace(connection, row, "");
            try (PreparedStatement select = connection.prepareStatement("SELECT issued, displaced,"
                    + " (SELECT COUNT(*) FROM issuance i WHERE i.coupon_id = c.coupon_id) FROM coupon c"
                    + " WHERE coupon_id = ?")) {
                select.setLong(1, row.couponId());
                try (ResultSet rs = select.executeQuery()) {
                    return rs.next()
                            ? new Stored(topicId, rs.getInt(1), rs.getInt(2), rs.getLong(3), inPlace)
                            : new Stored(topicId, 0, 0, 0, inPlace);
                }
            }
        }
    }

    static @Nullable String topicId(Connection connection, int partition, String lock) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT topic_id FROM log_position WHERE log_partition = ?" + lock)) {
            select.setInt(1, partition);
            try (ResultSet rs = select.executeQuery()) {
                return rs.next() ? rs.getString(1) : null;
            }
        }
    }

    /** Rows that a row would collide with, by either unique key, in the order of their serials. */
    static List<Issuance> inPlace(Connection connection, Issuance row, String lock) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT coupon_id, serial, user_id, claim_id,"
                + " issued_at_ms FROM issuance WHERE coupon_id = ? AND (serial = ? OR user_id = ?) ORDER BY serial"
                + lock)) {
            select.setLong(1, row.couponId());
            select.setInt(2, row.serial());
            select.setLong(3, row.userId());
            var rows = new ArrayList<Issuance>();
            try (ResultSet rs = select.executeQuery()) {
                while (rs.next()) {
                    rows.add(new Issuance(rs.getLong(1), rs.getInt(2), rs.getLong(3), rs.getString(4), rs.getLong(5)));
                }
            }
            return rows;
        }
    }
}
