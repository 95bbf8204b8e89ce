package dev.seonchak.service.recorder;

import dev.seonchak.core.recorder.BatchFold;
import dev.seonchak.core.recorder.LogEntry;
import dev.seonchak.core.recorder.LogPosition;
import dev.seonchak.service.recorder.BatchWriter.Collision;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log as rows: applies one batch of one partition in one transaction.
 *
 * <p><b>Why nothing is written twice and nothing is skipped.</b> The transaction begins by locking the partition's row of
 * {@code log_position}, and changes nothing unless the batch begins exactly there; it ends by advancing that row. Two
 * recorders that believe in the same partition wait for each other at that row, and the later one finds that the position
 * has moved. A crash anywhere leaves either all of the batch or none of it. A commit whose answer was lost shows at the next
 * attempt, as a position that has moved.
 *
 * <p>Any thread; one transaction a call. Every {@link SQLException} leaves either nothing or everything: call again.
 */
final class JdbcProjection {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcProjection.class);

    private static final String LOCK_POSITION =
            "SELECT topic_id, next_offset, log_time_ms FROM log_position WHERE log_partition = ? FOR UPDATE";

    // Two nodes may begin at the same time: whoever comes second changes nothing.
    private static final String INSERT_POSITION = "INSERT INTO log_position"
            + " (log_partition, topic_id, next_offset, log_time_ms) VALUES (?, ?, ?, ?)"
            + " ON DUPLICATE KEY UPDATE log_partition = log_partition";

    private static final String ADVANCE_POSITION = "UPDATE log_position SET next_offset = ?, log_time_ms = ?"
            + " WHERE log_partition = ? AND topic_id = ? AND next_offset = ?";

    private static final String ANY_COUPON = "SELECT coupon_id FROM coupon WHERE MOD(coupon_id, ?) = ? LIMIT 1";

    private final DataSource dataSource;
    private final InstantSource clock;

    JdbcProjection(DataSource dataSource, InstantSource clock) {
        this.dataSource = dataSource;
        this.clock = clock;
    }

    /**
     * Where the database is in a partition. Waits for a transaction under way, begins a partition that is new.
     *
     * @throws ForeignLogException where the rows come from another log
     */
    LogPosition position(LogPartition log) throws SQLException {
        return Transactions.run(dataSource, connection -> {
            LogPosition stored = lockPosition(connection, log);
            if (stored != null) {
                return stored;
            }
            requireNoCoupons(connection, log);
            try (PreparedStatement insert = connection.prepareStatement(INSERT_POSITION)) {
                insert.setInt(1, log.partition());
                insert.setString(2, log.topicId());
                insert.setLong(3, LogPosition.START.nextOffset());
                insert.setLong(4, LogPosition.START.logTimeMs());
                insert.executeUpdate();
            }
            stored = lockPosition(connection, log);
            if (stored == null) {
                throw new IllegalStateException("log_position of partition " + log.partition() + " does not stay");
            }
            return stored;
        });
    }

    /**
     * Applies a batch, or finds out that it is not its turn.
     *
     * @param expected where the caller believes the database is
     * @param batch entries in ascending order of offset, the first at or, where the log has a gap, behind {@code expected}
     * @throws ForeignLogException where the rows come from another log
     */
    Applied apply(LogPartition log, LogPosition expected, List<Received> batch) throws SQLException {
        try {
            return Transactions.run(dataSource, connection -> apply(connection, log, expected, batch, false));
        } catch (SQLException e) {
            if (Failure.of(e) != Failure.DUPLICATE_KEY) {
                throw e;
            }
            LOG.error(
                    "Partition {} at offset {}: a unique key refused an issuance that the log grants ({})."
                            + " Writing this batch row by row to find it.",
                    log.partition(),
                    expected.nextOffset(),
                    e.getMessage());
            return Transactions.run(dataSource, connection -> apply(connection, log, expected, batch, true));
        }
    }

    private Applied apply(
            Connection connection, LogPartition log, LogPosition expected, List<Received> batch, boolean oneByOne)
            throws SQLException {
        LogPosition from = lockPosition(connection, log);
        if (from == null) {
            throw new ForeignLogException(
                    "log_position of partition " + log.partition() + " is gone: somebody emptied the tables");
        }
        if (from.nextOffset() != expected.nextOffset()) {
            return new Applied.Moved(from);
        }
        List<LogEntry> entries = batch.stream().map(received -> received.entry).toList();
        BatchRows rows = BatchRows.load(connection, log, BatchFold.claimants(entries));
        BatchFold.Result result = BatchFold.fold(log.partition(), log.partitions(), from, rows, entries);

        var writer = new BatchWriter(connection, log, batch, clock.millis());
        List<Collision> collisions = List.of();
        if (oneByOne) {
            collisions = writer.insertOneByOne(result.issuances());
        } else {
            writer.insertAtOnce(result.issuances());
        }
        writer.quarantine(result.quarantined(), collisions);
        writer.writeBooks(result.changedBooks(), rows, collisions);
        advance(connection, log, from, result.position());
        collisions.forEach(
                c -> LOG.error("Partition {}: {} is in quarantine: {}", log.partition(), c.issuance(), c.reason()));
        return new Applied.Advanced(
                result.position(),
                result.issuances().size() - collisions.size(),
                result.quarantined().size(),
                collisions.size(),
                result.stoppedAt());
    }

    private static @Nullable LogPosition lockPosition(Connection connection, LogPartition log) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK_POSITION)) {
            select.setInt(1, log.partition());
            try (ResultSet rs = select.executeQuery()) {
                if (!rs.next()) {
                    return null;
                }
                String topicId = rs.getString(1);
                if (!log.topicId().equals(topicId)) {
                    throw new ForeignLogException("the rows of partition " + log.partition()
                            + " come from the topic with id " + topicId + ", but this topic has the id " + log.topicId()
                            + ": use the database that belongs to this log, or an empty one");
                }
                return new LogPosition(rs.getLong(2), rs.getLong(3));
            }
        }
    }

    /** Reading the log from the start into rows of unknown origin could grant what it did not. */
    private static void requireNoCoupons(Connection connection, LogPartition log) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ANY_COUPON)) {
            select.setInt(1, log.partitions());
            select.setInt(2, log.partition());
            try (ResultSet rs = select.executeQuery()) {
                if (rs.next()) {
                    throw new ForeignLogException("the database has coupon " + rs.getLong(1) + " of partition "
                            + log.partition() + " but no log_position for it: restore that row, or empty all tables");
                }
            }
        }
    }

    private static void advance(Connection connection, LogPartition log, LogPosition from, LogPosition to)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(ADVANCE_POSITION)) {
            update.setLong(1, to.nextOffset());
            update.setLong(2, to.logTimeMs());
            update.setInt(3, log.partition());
            update.setString(4, log.topicId());
            update.setLong(5, from.nextOffset());
            int rows = update.executeUpdate();
            if (rows != 1) {
                throw new IllegalStateException("log_position of partition " + log.partition() + " is locked at offset "
                        + from.nextOffset() + ", but " + rows + " rows of it were advanced");
            }
        }
    }
}
