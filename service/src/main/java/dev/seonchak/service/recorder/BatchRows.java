package dev.seonchak.service.recorder;

import dev.seonchak.core.ledger.CouponBook;
import dev.seonchak.core.ledger.Holding;
import dev.seonchak.core.recorder.BatchFold;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the database says about the coupons and users of one batch, read in the transaction that writes the batch. */
final class BatchRows implements BatchFold.Rows {

    /** Most values in one IN list. */
    static final int CHUNK = 512;

    private static final String BOOKS = "SELECT coupon_id, name, quantity, opens_at_ms, closes_at_ms, closed, issued,"
            + " displaced FROM coupon WHERE coupon_id IN (";

    // Without the hint, statistics that lag behind a stampede may choose to read the whole coupon.
    private static final String HOLDINGS = "SELECT user_id, serial, issued_at_ms FROM issuance"
            + " FORCE INDEX (issuance_once_per_user) WHERE coupon_id = ? AND user_id IN (";

    private static final String DISPLACED_HOLDINGS =
            "SELECT user_id, serial, issued_at_ms FROM quarantine WHERE coupon_id = ? AND user_id IN (";

    private final Map<Long, CouponBook> books = new HashMap<>();
    private final Set<Long> withDisplaced = new HashSet<>();
    private final Map<Long, Map<Long, Holding>> holdings = new HashMap<>();

    private BatchRows() {}

    /**
     * Reads what a batch will ask for.
     *
     * @param claimants see {@link BatchFold#claimants}
     */
    static BatchRows load(Connection connection, LogPartition log, Map<Long, Set<Long>> claimants) throws SQLException {
        var rows = new BatchRows();
        rows.loadBooks(
                connection, claimants.keySet().stream().filter(log::isHomeOf).toList());
        for (long couponId : rows.books.keySet()) {
            Set<Long> users = claimants.get(couponId);
            if (users != null && !users.isEmpty()) {
                rows.loadHoldings(connection, HOLDINGS, couponId, users);
                // Granted all the same, or the next claim of such a user would be granted a second time.
                if (rows.withDisplaced.contains(couponId)) {
                    rows.loadHoldings(connection, DISPLACED_HOLDINGS, couponId, users);
                }
            }
        }
        return rows;
    }

    private void loadBooks(Connection connection, List<Long> couponIds) throws SQLException {
        for (List<Long> chunk : chunks(couponIds)) {
            try (PreparedStatement select = connection.prepareStatement(BOOKS + marks(chunk.size()))) {
                bind(select, 1, chunk);
                try (ResultSet rs = select.executeQuery()) {
                    while (rs.next()) {
                        add(rs);
                    }
                }
            }
        }
    }

    private void add(ResultSet rs) throws SQLException {
        long couponId = rs.getLong(1);
        long closesAtMs = rs.getLong(5);
        boolean neverCloses = rs.wasNull();
        books.put(
                couponId,
                new CouponBook(
                        couponId,
                        rs.getString(2),
                        rs.getInt(3),
                        rs.getLong(4),
                        neverCloses ? Long.MAX_VALUE : closesAtMs,
                        rs.getBoolean(6),
                        rs.getInt(7)));
        if (rs.getInt(8) > 0) {
            withDisplaced.add(couponId);
        }
    }

    private void loadHoldings(Connection connection, String sql, long couponId, Set<Long> users) throws SQLException {
        Map<Long, Holding> ofCoupon = holdings.computeIfAbsent(couponId, id -> new HashMap<>());
        for (List<Long> chunk : chunks(users)) {
            try (PreparedStatement select = connection.prepareStatement(sql + marks(chunk.size()))) {
                select.setLong(1, couponId);
                bind(select, 2, chunk);
                try (ResultSet rs = select.executeQuery()) {
                    while (rs.next()) {
                        ofCoupon.put(rs.getLong(1), new Holding(rs.getInt(2), rs.getLong(3)));
                    }
                }
            }
        }
    }

    /** Cut and padded to powers of two, so that few different statements exist and the driver can keep them parsed. */
    static List<List<Long>> chunks(Collection<Long> values) {
        var all = new ArrayList<>(values);
        var chunks = new ArrayList<List<Long>>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            var chunk = new ArrayList<>(all.subList(from, Math.min(from + CHUNK, all.size())));
            Long last = chunk.getLast();
            while (Integer.bitCount(chunk.size()) != 1) {
                chunk.add(last);
            }
            chunks.add(chunk);
        }
        return chunks;
    }

    private static String marks(int count) {
        return "?,".repeat(count - 1) + "?)";
    }

    private static void bind(PreparedStatement statement, int first, List<Long> values) throws SQLException {
        int index = first;
        for (long value : values) {
            statement.setLong(index++, value);
        }
    }

    @Override
    public @Nullable CouponBook book(long couponId) {
        return books.get(couponId);
    }

    @Override
    public @Nullable Holding holding(long couponId, long userId) {
        return holdings.getOrDefault(couponId, Map.of()).get(userId);
    }
}
