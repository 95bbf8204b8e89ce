package dev.seonchak.service.recorder;

import dev.seonchak.core.ledger.CouponBook;
import dev.seonchak.core.record.Decoded;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.recorder.BatchFold.Quarantined;
import dev.seonchak.core.recorder.Issuance;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what a batch adds, in the caller's transaction. */
final class BatchWriter {

    /** An issuance that a unique key refused, and the database's words about it. */
    record Collision(Issuance issuance, String reason) {}

    /** Most bytes of a record's key, and of its value, that go into quarantine. */
    static final int MAX_QUARANTINED_BYTES = 64 * 1024;

    private static final int MAX_REASON_CHARS = 1000;
    private static final int MAX_TYPE_CHARS = 255;

    /** Rows of quarantine in one statement: 32 times key and value, doubled by escaping, stay below 16 MiB. */
    private static final int QUARANTINE_CHUNK = 32;

    /** Rows of issuance in one statement: at most 150 bytes each, far below any max_allowed_packet. */
    private static final int ISSUANCE_CHUNK = 2_000;

    private static final String INSERT_ISSUANCES =
            "INSERT INTO issuance (coupon_id, serial, user_id, claim_id, issued_at_ms) VALUES";

    private static final String INSERT_ISSUANCE = INSERT_ISSUANCES + " (?, ?, ?, ?, ?)";

    private static final String INSERT_COUPON = "INSERT INTO coupon"
            + " (name, quantity, opens_at_ms, closes_at_ms, closed, issued, displaced, coupon_id)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String UPDATE_COUPON = "UPDATE coupon SET name = ?, quantity = ?, opens_at_ms = ?,"
            + " closes_at_ms = ?, closed = ?, issued = ?, displaced = displaced + ? WHERE coupon_id = ?";

    // An operator may have set the position back: what is there already stays.
    private static final String INSERT_QUARANTINE = "INSERT INTO quarantine (log_partition, log_offset, kind, reason,"
            + " record_type, record_key, record_value, value_bytes, coupon_id, serial, user_id, claim_id, issued_at_ms,"
            + " quarantined_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON DUPLICATE KEY UPDATE log_offset = log_offset";

    private final Connection connection;
    private final LogPartition log;
    private final List<Received> batch;
    private final long nowMs;

    BatchWriter(Connection connection, LogPartition log, List<Received> batch, long nowMs) {
        this.connection = connection;
        this.log = log;
        this.batch = batch;
        this.nowMs = nowMs;
    }

    /**
     * Inserts many issuances in one statement.
     *
     * <p>As text, not as a prepared statement: binding five values a row and rewriting them into one statement costs the
     * driver several times what this does. What goes in are numbers, and claim ids, whose alphabet has nothing to escape.
     */
    void insertAtOnce(List<Issuance> issuances) throws SQLException {
        for (int from = 0; from < issuances.size(); from += ISSUANCE_CHUNK) {
            List<Issuance> chunk = issuances.subList(from, Math.min(from + ISSUANCE_CHUNK, issuances.size()));
            try (Statement insert = connection.createStatement()) {
                insert.setEscapeProcessing(false);
                int rows = insert.executeUpdate(insertOf(chunk));
                if (rows != chunk.size()) {
                    throw new IllegalStateException(rows + " of " + chunk.size() + " issuances were written");
                }
            }
        }
    }

    private static String insertOf(List<Issuance> chunk) {
        var sql = new StringBuilder(128 + 128 * chunk.size()).append(INSERT_ISSUANCES);
        char before = ' ';
        for (Issuance i : chunk) {
            // Says again what the constructor says: here it is what keeps the text a text.
            new Claimed(i.couponId(), i.userId(), i.claimId());
            sql.append(before).append('(').append(i.couponId());
            sql.append(',').append(i.serial());
            sql.append(',').append(i.userId());
            sql.append(",'").append(i.claimId());
            sql.append("',").append(i.issuedAtMs()).append(')');
            before = ',';
        }
        return sql.toString();
    }

    /** Inserts one row after the other and gives back those that a unique key refused. */
    List<Collision> insertOneByOne(List<Issuance> issuances) throws SQLException {
        var collisions = new ArrayList<Collision>();
        try (PreparedStatement insert = connection.prepareStatement(INSERT_ISSUANCE)) {
            for (Issuance issuance : issuances) {
                bind(insert, issuance);
                try {
                    insert.executeUpdate();
                } catch (SQLException e) {
                    if (Failure.of(e) != Failure.DUPLICATE_KEY) {
                        throw e;
                    }
                    // InnoDB has undone this statement only; the transaction goes on.
                    collisions.add(new Collision(issuance, String.valueOf(e.getMessage())));
                }
            }
        }
        return collisions;
    }

    private static void bind(PreparedStatement insert, Issuance issuance) throws SQLException {
        insert.setLong(1, issuance.couponId());
        insert.setInt(2, issuance.serial());
        insert.setLong(3, issuance.userId());
        insert.setString(4, issuance.claimId());
        insert.setLong(5, issuance.issuedAtMs());
    }

    /** Brings definitions and counters up to date. */
    void writeBooks(List<CouponBook> changed, BatchRows before, List<Collision> collisions) throws SQLException {
        var displaced = new HashMap<Long, Integer>();
        collisions.forEach(c -> displaced.merge(c.issuance().couponId(), 1, Integer::sum));
        for (CouponBook book : changed) {
            boolean isNew = before.book(book.couponId()) == null;
            try (PreparedStatement write = connection.prepareStatement(isNew ? INSERT_COUPON : UPDATE_COUPON)) {
                write.setString(1, book.name());
                write.setInt(2, book.quantity());
                write.setLong(3, book.opensAtMs());
                if (book.closesAtMs() == Long.MAX_VALUE) {
                    write.setNull(4, Types.BIGINT);
                } else {
                    write.setLong(4, book.closesAtMs());
                }
                write.setBoolean(5, book.closed());
                write.setInt(6, book.issued());
                write.setInt(7, displaced.getOrDefault(book.couponId(), 0));
                write.setLong(8, book.couponId());
                int rows = write.executeUpdate();
                if (rows != 1) {
                    throw new IllegalStateException("coupon " + book.couponId() + " was read in this transaction, but "
                            + rows + " rows of it were written");
                }
            }
        }
    }

    /** Keeps what cannot go anywhere else. */
    void quarantine(List<Quarantined> garbage, List<Collision> collisions) throws SQLException {
        if (garbage.isEmpty() && collisions.isEmpty()) {
            return;
        }
        Map<Long, Received> byOffset = new HashMap<>();
        batch.forEach(received -> byOffset.put(received.entry.offset(), received));
        try (PreparedStatement insert = connection.prepareStatement(INSERT_QUARANTINE)) {
            int rows = 0;
            for (Quarantined q : garbage) {
                addToQuarantine(insert, "garbage", q.reason(), byOffset.get(q.offset()), null);
                rows = flush(insert, rows);
            }
            for (Collision c : collisions) {
                addToQuarantine(insert, "duplicate-key", c.reason(), claimOf(c.issuance()), c.issuance());
                rows = flush(insert, rows);
            }
            insert.executeBatch();
        }
    }

    private static int flush(PreparedStatement insert, int rows) throws SQLException {
        if (rows + 1 < QUARANTINE_CHUNK) {
            return rows + 1;
        }
        insert.executeBatch();
        return 0;
    }

    /** The record that was granted. Where the same claim was sent twice, the first of them. */
    private @Nullable Received claimOf(Issuance issuance) {
        var granted = new Claimed(issuance.couponId(), issuance.userId(), issuance.claimId());
        for (Received received : batch) {
            if (received.entry.content() instanceof Decoded.Known known
                    && known.record().equals(granted)) {
                return received;
            }
        }
        return null;
    }

    private void addToQuarantine(
            PreparedStatement insert,
            String kind,
            String reason,
            @Nullable Received received,
            @Nullable Issuance issuance)
            throws SQLException {
        if (received == null) {
            throw new IllegalStateException("nothing in the batch explains: " + kind + ", " + reason);
        }
        insert.setInt(1, log.partition());
        insert.setLong(2, received.entry.offset());
        insert.setString(3, kind);
        insert.setString(4, reason.substring(0, Math.min(reason.length(), MAX_REASON_CHARS)));
        String type = received.type;
        insert.setString(5, type == null ? null : type.substring(0, Math.min(type.length(), MAX_TYPE_CHARS)));
        insert.setBytes(6, bounded(received.key));
        insert.setBytes(7, bounded(received.value));
        insert.setInt(8, received.value == null ? 0 : received.value.length);
        insert.setObject(9, issuance == null ? null : issuance.couponId(), Types.BIGINT);
        insert.setObject(10, issuance == null ? null : issuance.serial(), Types.INTEGER);
        insert.setObject(11, issuance == null ? null : issuance.userId(), Types.BIGINT);
        insert.setString(12, issuance == null ? null : issuance.claimId());
        insert.setObject(13, issuance == null ? null : issuance.issuedAtMs(), Types.BIGINT);
        insert.setLong(14, nowMs);
        insert.addBatch();
    }

    private static byte @Nullable [] bounded(byte @Nullable [] bytes) {
        return bytes == null || bytes.length <= MAX_QUARANTINED_BYTES
                ? bytes
                : Arrays.copyOf(bytes, MAX_QUARANTINED_BYTES);
    }
}
