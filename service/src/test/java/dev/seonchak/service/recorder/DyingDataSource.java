package dev.seonchak.service.recorder;

import dev.seonchak.audit.DatabaseAddress;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A data source whose connection dies at its nth call to the server: before the call, or after it with the answer lost. */
public final class DyingDataSource implements DataSource {

    private static final Set<String> CALLS = Set.of(
            "setAutoCommit", "prepareStatement", "executeQuery", "executeUpdate", "executeBatch", "commit", "close");

    private final DatabaseAddress address;
    private final int dieAtCall;
    private final boolean answerLost;
    private int calls;

    public DyingDataSource(DatabaseAddress address, int dieAtCall, boolean answerLost) {
        this.address = address;
        this.dieAtCall = dieAtCall;
        this.answerLost = answerLost;
    }

    /** Whether it has come to the call. */
    public boolean died() {
        return calls > dieAtCall;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection real = TestServers.connect(address);
        return proxy(Connection.class, real, real);
    }

    private <T> T proxy(Class<T> type, T real, Connection connection) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    boolean counts = CALLS.contains(method.getName());
                    if (counts && calls == dieAtCall && !answerLost) {
                        throw die(connection);
                    }
                    Object result;
                    try {
                        result = method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (counts && calls++ == dieAtCall) {
                        throw die(connection);
                    }
                    return result instanceof PreparedStatement statement
                            ? proxy(PreparedStatement.class, statement, connection)
                            : result;
                }));
    }

    private SQLException die(Connection connection) throws SQLException {
        calls = dieAtCall + 1;
        connection.abort(Runnable::run);
        return new SQLException("died at call " + dieAtCall, "08S01");
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
