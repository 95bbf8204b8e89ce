package dev.seonchak.service.recorder;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** All of some work, or nothing of it. */
public final class Transactions {

    private Transactions() {}

    /** What is done on one connection. */
    public interface Work<T> {
        /** Anything that it throws undoes it. */
        T run(Connection connection) throws SQLException;
    }

    /**
     * Runs work in a transaction of its own.
     *
     * @throws SQLException where nothing was changed; or, if only the answer to the commit was lost, everything
     */
    public static <T> T run(DataSource dataSource, Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                try {
                    connection.rollback();
                } catch (SQLException rollback) {
                    e.addSuppressed(rollback);
                }
                throw e;
            }
        }
    }
}
