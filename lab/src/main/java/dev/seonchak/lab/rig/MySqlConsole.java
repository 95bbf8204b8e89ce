package dev.seonchak.lab.rig;

import dev.seonchak.audit.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Connections of somebody else to MySQL, past the proxy, with every privilege. */
public final class MySqlConsole {
    private static final int CONNECT_TIMEOUT_MS = 3_000;
    private static final int SOCKET_TIMEOUT_MS = 20_000;

    private final DatabaseAddress address;

    /**
     * A console; connects at each call.
     *
     * @param url {@code mysql://user:password@host:port/database}
     */
    public MySqlConsole(String url) {
        this.address = DatabaseAddress.parse(url);
    }

    /** A connection of its own, which the caller closes. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                address.jdbcUrl(CONNECT_TIMEOUT_MS, SOCKET_TIMEOUT_MS), address.user(), address.password());
    }

    /** Runs statements one after the other. */
    public void run(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of a query's rows. */
    public List<Long> numbers(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<Long> numbers = new ArrayList<>();
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
            return numbers;
        }
    }
}
