package dev.seonchak.service.recorder;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Why an attempt failed, as far as it matters for what to do next. The order of the attempts never changes. */
enum Failure {
    /** No connection became free in time. */
    POOL(false),
    /** The database is not there, or went away, or hangs. */
    CONNECTION(false),
    /** A deadlock or a lock that somebody holds. */
    CONTENTION(false),
    /** Kafka is not there, or does not know the topic yet. */
    KAFKA(false),
    /** A unique key refused a row. */
    DUPLICATE_KEY(false),
    /**
     * The database refuses the statement, and probably will again: no privilege, a table or column changed by hand, read-only,
     * disk full. Or a defect of ours.
     */
    REFUSED(true);

    private static final int ER_DUP_ENTRY = 1062;
    private static final int ER_LOCK_WAIT_TIMEOUT = 1205;
    private static final int ER_LOCK_DEADLOCK = 1213;
    private static final int ER_CON_COUNT = 1040;
    private static final int ER_SERVER_SHUTDOWN = 1053;
    private static final int ER_RECORD_CHANGED = 1020;

    private final boolean needsSomebody;

    Failure(boolean needsSomebody) {
        this.needsSomebody = needsSomebody;
    }

    /** Whether it will hardly pass by itself. It is tried again all the same, since skipping would lose a row. */
    boolean needsSomebody() {
        return needsSomebody;
    }

    /** The name in metrics. */
    String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a failure is; looks through wrappers, since Flyway has some. */
    static Failure of(Throwable failure) {
        SQLException sql = sqlException(failure);
        if (sql == null) {
            return failure instanceof KafkaException ? KAFKA : REFUSED;
        }
        // A connection lost in the middle of a batch may show as "statement closed"; the rollback after it says why.
        for (Throwable rollback : failure.getSuppressed()) {
            if (of(rollback) == CONNECTION) {
                return CONNECTION;
            }
        }
        if (sql instanceof SQLTransientConnectionException && sql.getSQLState() == null && sql.getCause() == null) {
            return POOL;
        }
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        return switch (sql.getErrorCode()) {
            case ER_DUP_ENTRY -> DUPLICATE_KEY;
            case ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK, ER_RECORD_CHANGED -> CONTENTION;
            case ER_CON_COUNT, ER_SERVER_SHUTDOWN -> CONNECTION;
            default -> {
                if (state.startsWith("40")) {
                    yield CONTENTION;
                }
                boolean gone = state.startsWith("08") || sql instanceof SQLTransientConnectionException;
                yield gone ? CONNECTION : REFUSED;
            }
        };
    }

    private static @Nullable SQLException sqlException(@Nullable Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
