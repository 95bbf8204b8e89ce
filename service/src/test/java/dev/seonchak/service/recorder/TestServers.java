package dev.seonchak.service.recorder;

import com.zaxxer.hikari.HikariDataSource;
import dev.seonchak.audit.DatabaseAddress;
import dev.seonchak.localstack.Stack;
import dev.seonchak.localstack.StackOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/** One stack of real servers for all tests of a JVM, and a fresh database in it for whoever asks. */
public final class TestServers {

    static final Stack STACK = Stack.start(StackOptions.forTests());

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestServers() {}

    /** An empty database without tables. */
    public static DatabaseAddress freshDatabase() throws SQLException {
        String name = "recorder_" + DATABASES.incrementAndGet();
        DatabaseAddress server = DatabaseAddress.parse(STACK.mysql().adminUrl() + "?sslMode=DISABLED");
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        // Tests make hundreds of connections, and MariaDB would encrypt each.
        return new DatabaseAddress(
                server.host(), server.port(), name, server.user(), server.password(), "sslMode=DISABLED");
    }

    /** An empty database with tables. */
    public static DatabaseAddress migratedDatabase() throws Exception {
        DatabaseAddress address = freshDatabase();
        try (HikariDataSource pool = pool(address)) {
            new Schema(pool).migrate();
        }
        return address;
    }

    public static HikariDataSource pool(DatabaseAddress address) {
        return Database.pool(new DatabaseOptions(address, 4, 1_000, 1_000, 3_000), new SimpleMeterRegistry());
    }

    /** A connection that is nobody else's. */
    public static Connection connect(DatabaseAddress address) throws SQLException {
        var login = new Properties();
        login.setProperty("user", address.user());
        login.setProperty("password", address.password());
        return DriverManager.getConnection(address.jdbcUrl(3_000, 10_000), login);
    }
}
