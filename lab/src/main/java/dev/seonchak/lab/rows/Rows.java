package dev.seonchak.lab.rows;

import dev.seonchak.audit.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** One coupon's counters in MySQL, read only. */
public final class Rows implements AutoCloseable {

    /** The coupon's own counters, and the append time of its last unit in milliseconds since the epoch. */
    public record Counters(long quantity, long issued, long maxSerial, long lastIssuedAtMs) {}

    private static final int CONNECT_TIMEOUT_MS = 3_000;
    private static final int SOCKET_TIMEOUT_MS = 20_000;

    private final Connection connection;
    private final long couponId;

    /**
     * Connects.
     *
     * @param url {@code mysql://user:password@host:port/database}
     */
    public static Rows of(String url, long couponId) throws SQLException {
        DatabaseAddress address = DatabaseAddress.parse(url);
        String jdbcUrl = address.jdbcUrl(CONNECT_TIMEOUT_MS, SOCKET_TIMEOUT_MS);
        return new Rows(DriverManager.getConnection(jdbcUrl, address.user(), address.password()), couponId);
    }

    private Rows(Connection connection, long couponId) {
        this.connection = connection;
        this.couponId = couponId;
    }

    /** The counters now; zeros where the coupon has no row yet. */
    public Counters counters() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT c.quantity, c.issued, COALESCE(i.serial, 0), COALESCE(i.issued_at_ms, 0) FROM coupon c"
                        + " LEFT JOIN issuance i ON i.coupon_id = c.coupon_id AND i.serial = c.issued"
                        + " WHERE c.coupon_id = ?")) {
            select.setLong(1, couponId);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new Counters(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4))
                        : new Counters(0, 0, 0, 0);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
