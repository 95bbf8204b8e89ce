package dev.seonchak.audit;

import dev.seonchak.core.audit.Displaced;
import dev.seonchak.core.audit.RowsEvidence;
import dev.seonchak.core.audit.Source;
import dev.seonchak.core.audit.StoredCoupon;
import dev.seonchak.core.audit.Unreadable;
import dev.seonchak.core.audit.Words;
import dev.seonchak.core.ledger.Ledger;
import dev.seonchak.core.recorder.Issuance;
import dev.seonchak.core.recorder.LogPosition;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A coupon in MySQL or MariaDB: one read-only snapshot, rows streamed in the order of serials. One connection, one thread.
 *
 * <p>The snapshot begins with the first question about it. The order of questions is free until {@link #rows}, which must be
 * the last, since its rows come over the same connection.
 */
final class MySqlRows implements RowsEvidence, AutoCloseable {

    /** Units in quarantine that are named; all are counted in the coupon's own row. */
    private static final int DISPLACED_NAMED = 1_000;

    private static final int TOLD_EVERY = 1 << 16;
    private static final Words MYSQL = Source.MYSQL.words();

    private final String url;
    private final long couponId;
    private final int partition;
    private final int patienceMs;
    private final Progress progress;
    private @Nullable Connection connection;
    private boolean inSnapshot;
    private @Nullable Unreadable failure;

    private record Position(@Nullable String topicId, LogPosition at) {}

    private MySqlRows(Deployment deployment, String url, long couponId, AuditOptions options, Progress progress) {
        this.url = url;
        this.couponId = couponId;
        this.partition = Ledger.partitionOf(couponId, deployment.partitions());
        this.patienceMs = options.patienceMs();
        this.progress = progress;
    }

    /** The rows of a deployment, or null where it names no database. Connects at the first question. */
    static @Nullable MySqlRows open(Deployment deployment, long couponId, AuditOptions options, Progress progress) {
        String url = deployment.mysqlUrl();
        return url == null ? null : new MySqlRows(deployment, url, couponId, options, progress);
    }

    /** How far the recorder is now. Only before the snapshot begins. */
    long positionNow() {
        return asked(open -> stored(open).at().nextOffset());
    }

    @Override
    public LogPosition position() {
        return asked(open -> stored(snapshot(open)).at());
    }

    @Override
    public @Nullable String topicId() {
        return asked(open -> stored(snapshot(open))).topicId();
    }

    private Position stored(Connection open) throws SQLException {
        try (PreparedStatement select = open.prepareStatement(
                "SELECT topic_id, next_offset, log_time_ms FROM log_position WHERE log_partition = ?")) {
            select.setInt(1, partition);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new Position(row.getString(1), new LogPosition(row.getLong(2), row.getLong(3)))
                        : new Position(null, LogPosition.START);
            }
        }
    }

    @Override
    public @Nullable StoredCoupon coupon() {
        Optional<StoredCoupon> found = asked(open -> {
            try (PreparedStatement select = snapshot(open)
                    .prepareStatement("SELECT quantity, opens_at_ms, closes_at_ms, closed, issued, displaced"
                            + " FROM coupon WHERE coupon_id = ?")) {
                select.setLong(1, couponId);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(coupon(row)) : Optional.<StoredCoupon>empty();
                }
            }
        });
        return found.orElse(null);
    }

    private static StoredCoupon coupon(ResultSet row) throws SQLException {
        long closesAtMs = row.getLong(3);
        boolean never = row.wasNull();
        return new StoredCoupon(
                row.getLong(1),
                row.getLong(2),
                never ? Long.MAX_VALUE : closesAtMs,
                row.getBoolean(4),
                row.getLong(5),
                row.getLong(6));
    }

    @Override
    public List<Displaced> displaced() {
        return asked(open -> {
            try (PreparedStatement select = snapshot(open)
                    .prepareStatement("SELECT serial, user_id, claim_id, issued_at_ms, reason FROM quarantine"
                            + " WHERE log_partition = ? AND kind = 'duplicate-key' AND coupon_id = ?"
                            + " ORDER BY log_offset LIMIT " + DISPLACED_NAMED)) {
                select.setInt(1, partition);
                select.setLong(2, couponId);
                var found = new ArrayList<Displaced>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        found.add(new Displaced(issuance(row), row.getString(5)));
                    }
                }
                return found;
            }
        });
    }

    @Override
    public Iterator<Issuance> rows() {
        return asked(open -> {
            Statement select = snapshot(open).createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
            // The driver's word for: row by row as they come, rather than all into memory.
            select.setFetchSize(Integer.MIN_VALUE);
            ResultSet rows = select.executeQuery("SELECT serial, user_id, claim_id, issued_at_ms FROM issuance"
                    + " WHERE coupon_id = " + couponId + " ORDER BY serial");
            return new Rows(rows);
        });
    }

    private Issuance issuance(ResultSet row) throws SQLException {
        return new Issuance(couponId, row.getInt(1), row.getLong(2), row.getString(3), row.getLong(4));
    }

    private final class Rows implements Iterator<Issuance> {

        private final ResultSet rows;
        private @Nullable Issuance head;
        private long read;

        Rows(ResultSet rows) {
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            if (head == null) {
                Optional<Issuance> next =
                        asked(open -> rows.next() ? Optional.of(issuance(rows)) : Optional.<Issuance>empty());
                head = next.orElse(null);
                if (head != null && ++read % TOLD_EVERY == 0) {
                    progress.at(MYSQL, read, 0);
                }
            }
            return head != null;
        }

        @Override
        public Issuance next() {
            Issuance row = hasNext() ? head : null;
            if (row == null) {
                throw new NoSuchElementException();
            }
            head = null;
            return row;
        }
    }

    private interface Question<T> {
        T ask(Connection open) throws SQLException;
    }

    private <T> T asked(Question<T> question) {
        Unreadable before = failure;
        if (before != null) {
            throw before; // a server that is away is not waited for at every question
        }
        try {
            return question.ask(connected());
        } catch (SQLException | IllegalArgumentException e) {
            Unreadable unreadable = unreadable(String.valueOf(e.getMessage()), e);
            failure = unreadable;
            throw unreadable;
        }
    }

    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open == null) {
            DatabaseAddress address = DatabaseAddress.parse(url);
            open = DriverManager.getConnection(
                    address.jdbcUrl(patienceMs, patienceMs), address.user(), address.password());
            open.setReadOnly(true);
            connection = open;
        }
        return open;
    }

    private Connection snapshot(Connection open) throws SQLException {
        if (!inSnapshot) {
            try (Statement begin = open.createStatement()) {
                begin.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
                begin.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
            }
            inSnapshot = true;
        }
        return open;
    }

    private static Unreadable unreadable(String why, Throwable cause) {
        return new Unreadable(
                Source.MYSQL,
                new Words(
                        "MySQL cannot be read: " + why.lines().findFirst().orElse("")
                                + ". Is it running, and is SEONCHAK_MYSQL_URL right? Then audit again.",
                        "MySQL을 읽을 수 없습니다: " + why.lines().findFirst().orElse("")
                                + ". 실행 중인지, SEONCHAK_MYSQL_URL이 맞는지 확인하고 다시 감사하세요."),
                cause);
    }

    @Override
    public void close() {
        Connection open = connection;
        if (open != null) {
            try {
                // Not close(): it would first read what is left of a stream that was given up.
                open.abort(Runnable::run);
            } catch (SQLException e) {
                // It was only read from; the server notices that the connection is gone.
            }
        }
    }
}
