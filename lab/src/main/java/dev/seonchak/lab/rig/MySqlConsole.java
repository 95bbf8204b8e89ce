package dev.seonchak.lab.rig;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Connections of somebody else to MySQL, past the proxy, with every privilege. */
public final class MySqlConsole {
    private final String url;

    /**
     * A console; connects at each call.
     *
     * @param url {@code mysql://user:password@host:port/database}
     */
    public MySqlConsole(String url) {
        this.url = url;
    }

    /** A connection of its own, which the caller closes. */
    public Connection connect() throws SQLException {
        URI uri = URI.create(url);
        String[] user = uri.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:mysql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath()
                        + "?sslMode=DISABLED&allowPublicKeyRetrieval=true&connectTimeout=3000&socketTimeout=20000",
                user[0],
                user[1]);
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
