package dev.seonchak.service.recorder;

import dev.seonchak.core.recorder.LogPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Fills a database from the log, by the recorder's own {@link JdbcProjection}: one rule, one writer.
 *
 * <p>May be killed anywhere and started again, and may work beside recorders on the same database: each batch goes in only
 * where the position still is what was expected. One thread.
 */
public final class Rebuild {

    private static final int MAX_ATTEMPTS = 10;
    private static final int BACKOFF_MIN_MS = 50;
    private static final int BACKOFF_MAX_MS = 5_000;

    private static final String ROWS_WITHOUT_POSITION = "SELECT coupon_id FROM issuance WHERE MOD(coupon_id, ?) = ?"
            + " AND NOT EXISTS (SELECT 1 FROM log_position WHERE log_partition = ?) LIMIT 1";

    private static final String MISCOUNTED = "SELECT c.coupon_id FROM coupon c LEFT JOIN issuance i"
            + " ON i.coupon_id = c.coupon_id GROUP BY c.coupon_id, c.issued, c.displaced"
            + " HAVING COUNT(i.serial) <> c.issued - c.displaced ORDER BY c.coupon_id LIMIT 100";

    private interface Attempt<T> {
        T run() throws SQLException;
    }

    private final DataSource dataSource;
    private final Schema schema;
    private final JdbcProjection projection;
    private final LogPartition[] log;
    private final LogPosition[] positions;
    private final int maxBatch;
    private final RandomGenerator random;
    private long records;
    private long rows;

    /**
     * Touches nothing yet.
     *
     * @param schema over the same database; brought up to date by {@link #begin}
     * @param topicId Kafka's id of the log's topic
     * @param maxBatch records in one transaction at most
     */
    public Rebuild(
            DataSource dataSource,
            Schema schema,
            InstantSource clock,
            RandomGenerator random,
            String topicId,
            int partitions,
            int maxBatch) {
        this.dataSource = dataSource;
        this.schema = schema;
        this.projection = new JdbcProjection(dataSource, clock);
        this.log = new LogPartition[partitions];
        this.positions = new LogPosition[partitions];
        for (int p = 0; p < partitions; p++) {
            log[p] = new LogPartition(topicId, p, partitions);
            positions[p] = LogPosition.START;
        }
        this.maxBatch = maxBatch;
        this.random = random;
    }

    /**
     * Makes the tables and finds out where each partition is.
     *
     * @throws ForeignLogException where the database has rows of another log, or of unknown origin; nothing was changed then
     * @throws RebuildStopped where the tables cannot be made, or the database does not answer
     */
    public void begin() throws InterruptedException {
        try {
            schema.migrate();
        } catch (RuntimeException e) { // Flyway also has others, where a connection dies under it
            throw new RebuildStopped(
                    "The tables cannot be made (" + e.getMessage()
                            + "). The schema must be empty, or one that a recorder or a rebuild began.",
                    e);
        }
        for (int p = 0; p < log.length; p++) {
            int partition = p;
            insist(() -> Transactions.run(dataSource, connection -> refuseRowsWithoutPosition(connection, partition)));
        }
        for (int p = 0; p < log.length; p++) {
            LogPartition of = log[p];
            positions[p] = insist(() -> projection.position(of));
        }
    }

    private boolean refuseRowsWithoutPosition(Connection connection, int partition) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ROWS_WITHOUT_POSITION)) {
            select.setInt(1, log.length);
            select.setInt(2, partition);
            select.setInt(3, partition);
            try (ResultSet rs = select.executeQuery()) {
                if (rs.next()) {
                    throw new ForeignLogException("the database has issuances of coupon " + rs.getLong(1)
                            + " in partition " + partition + " but no log_position for it: use an empty schema");
                }
                return true;
            }
        }
    }

    /** The first offset of a partition that is not in the database yet. */
    public long nextOffset(int partition) {
        return positions[partition].nextOffset();
    }

    /** Records taken into the database by this rebuild. */
    public long records() {
        return records;
    }

    /** Issuances written by this rebuild. */
    public long rows() {
        return rows;
    }

    /**
     * Writes records, which begin at {@link #nextOffset}.
     *
     * @return false where a recorder was faster: read again from {@link #nextOffset}
     * @throws RebuildStopped where the database refuses, or a newer version wrote a record
     */
    public boolean take(int partition, List<ConsumerRecord<byte[], byte[]>> all) {
        for (int from = 0; from < all.size(); from += maxBatch) {
            List<Received> batch = LaneWriter.decoded(all.subList(from, Math.min(all.size(), from + maxBatch)));
            LogPosition expected = positions[partition];
            switch (insist(() -> projection.apply(log[partition], expected, batch))) {
                case Applied.Moved moved -> {
                    positions[partition] = moved.position();
                    return false;
                }
                case Applied.Advanced advanced -> {
                    positions[partition] = advanced.position();
                    records += advanced.position().nextOffset() - expected.nextOffset();
                    rows += advanced.rows();
                    if (advanced.stoppedAt() != null) {
                        throw new RebuildStopped(
                                "The record of partition " + partition + " at offset "
                                        + advanced.position().nextOffset() + " is of type " + advanced.stoppedAt()
                                        + ", which a newer version wrote. Run that version; it goes on there.",
                                null);
                    }
                }
            }
        }
        return true;
    }

    private <T> T insist(Attempt<T> attempt) {
        var backoff = new Backoff(BACKOFF_MIN_MS, BACKOFF_MAX_MS, random);
        while (true) {
            try {
                return attempt.run();
            } catch (SQLException e) {
                long pauseMs = backoff.nextMs();
                if (Failure.of(e).needsSomebody() || backoff.failures() >= MAX_ATTEMPTS) {
                    throw stopped(e);
                }
                pause(pauseMs, e);
            }
        }
    }

    private static void pause(long ms, SQLException why) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopped(why);
        }
    }

    private static RebuildStopped stopped(SQLException e) {
        return new RebuildStopped(
                "MySQL does not take it (" + Failure.of(e).tag() + ": " + e.getMessage()
                        + "). What is written is right. Mend the cause and start again; it goes on where it stopped.",
                e);
    }

    /**
     * What the database has, counted.
     *
     * @param quarantined entries of quarantine
     * @param miscounted coupons whose rows are not as many as their counters say; at most 100 of them
     */
    public record Totals(long coupons, long issuances, long quarantined, List<Long> miscounted) {}

    /** Counts. Reads every row of issuance. */
    public Totals count() {
        return insist(() -> Transactions.run(dataSource, connection -> {
            var miscounted = new ArrayList<Long>();
            try (PreparedStatement select = connection.prepareStatement(MISCOUNTED);
                    ResultSet rs = select.executeQuery()) {
                while (rs.next()) {
                    miscounted.add(rs.getLong(1));
                }
            }
            return new Totals(
                    number(connection, "SELECT COUNT(*) FROM coupon"),
                    number(connection, "SELECT COUNT(*) FROM issuance"),
                    number(connection, "SELECT COUNT(*) FROM quarantine"),
                    miscounted);
        }));
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query);
                ResultSet rs = select.executeQuery()) {
            return rs.next() ? rs.getLong(1) : 0;
        }
    }
}
