package dev.seonchak.service.recorder;

import dev.seonchak.audit.DatabaseAddress;
import dev.seonchak.core.ledger.CouponBook;
import dev.seonchak.core.ledger.Holding;
import dev.seonchak.core.ledger.Ledger;
import dev.seonchak.core.ledger.Verdict;
import dev.seonchak.core.record.Decoded;
import dev.seonchak.core.record.LogRecord;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponClosed;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import dev.seonchak.core.record.LogRecord.CouponRestocked;
import dev.seonchak.core.record.RecordCodec;
import dev.seonchak.core.recorder.Issuance;
import dev.seonchak.core.recorder.LogEntry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Random logs, what the ledger makes of them, and what is in the database. */
public final class Model {

    static final long T0 = 1_800_000_000_000L;

    private static final Comparator<Issuance> BY_SERIAL =
            Comparator.comparingLong(Issuance::couponId).thenComparingInt(Issuance::serial);

    private Model() {}

    /** Rows and books, comparable. */
    public record Content(Set<Issuance> issuances, Set<CouponBook> books) {}

    private static Content content() {
        return new Content(new TreeSet<>(BY_SERIAL), new TreeSet<>(Comparator.comparingLong(CouponBook::couponId)));
    }

    /** A random life of a few coupons: claims before, in and after their windows, repeats, restocks, closings. */
    public static List<LogRecord> randomRecords(Random random, int count, List<Long> couponIds, int users) {
        var records = new ArrayList<LogRecord>();
        for (int i = 0; i < count; i++) {
            long coupon = couponIds.get(random.nextInt(couponIds.size()));
            int dice = random.nextInt(200);
            if (i < couponIds.size() || dice == 0) {
                long id = i < couponIds.size() ? couponIds.get(i) : coupon;
                long opensAtMs = random.nextBoolean() ? 0 : T0 + random.nextInt(100);
                long closesAtMs = random.nextInt(4) == 0 ? T0 + count / 2 + random.nextInt(count) : Long.MAX_VALUE;
                records.add(new CouponDefined(id, "쿠폰 " + i, 1 + random.nextInt(users), opensAtMs, closesAtMs));
            } else if (dice < 4) {
                records.add(new CouponRestocked(coupon, 1 + random.nextInt(users)));
            } else if (dice == 4 && random.nextInt(4) == 0) {
                records.add(new CouponClosed(coupon));
            } else if (dice < 20 && records.getLast() instanceof Claimed) {
                records.add(records.getLast());
            } else {
                records.add(new Claimed(coupon, 1 + random.nextInt(users), "c" + i));
            }
        }
        return records;
    }

    /** An entry as the recorder would have received it. */
    static Received received(long offset, long appendTimeMs, String type, byte @Nullable [] value) {
        var entry = new LogEntry(offset, appendTimeMs, RecordCodec.decode(type, value));
        return new Received(entry, type, null, value);
    }

    static Received received(long offset, long appendTimeMs, LogRecord record) {
        return received(offset, appendTimeMs, RecordCodec.type(record), RecordCodec.encode(record));
    }

    /** One partition's log: offsets with a gap now and then, times that now and then step back. */
    static List<Received> log(Random random, List<LogRecord> records) {
        var log = new ArrayList<Received>();
        long offset = 0;
        for (int i = 0; i < records.size(); i++) {
            log.add(received(offset, T0 + i + random.nextInt(5), records.get(i)));
            offset += random.nextInt(50) == 0 ? 2 : 1;
        }
        return log;
    }

    /** What the ledger makes of partitions. */
    public static Content replay(int partitions, List<List<LogEntry>> logs) {
        var ledger = new Ledger(partitions);
        Content content = content();
        for (int p = 0; p < logs.size(); p++) {
            for (LogEntry entry : logs.get(p)) {
                if (entry.content() instanceof Decoded.Known known) {
                    Verdict verdict = ledger.apply(p, known.record(), entry.appendTimeMs());
                    if (verdict instanceof Verdict.Granted granted && known.record() instanceof Claimed claim) {
                        Holding held = granted.holding();
                        content.issuances.add(new Issuance(
                                claim.couponId(), held.serial(), claim.userId(), claim.claimId(), held.issuedAtMs()));
                    }
                }
            }
        }
        ledger.coupons().forEach(coupon -> content.books.add(coupon.book()));
        return content;
    }

    static Content replay(List<Received> onePartition) {
        return replay(1, List.of(onePartition.stream().map(r -> r.entry).toList()));
    }

    /** What is in the database. */
    public static Content stored(DatabaseAddress address) throws SQLException {
        Content content = content();
        try (Connection connection = TestServers.connect(address);
                Statement statement = connection.createStatement()) {
            try (ResultSet rs =
                    statement.executeQuery("SELECT coupon_id, serial, user_id, claim_id, issued_at_ms FROM issuance")) {
                while (rs.next()) {
                    content.issuances.add(
                            new Issuance(rs.getLong(1), rs.getInt(2), rs.getLong(3), rs.getString(4), rs.getLong(5)));
                }
            }
            try (ResultSet rs = statement.executeQuery("SELECT coupon_id, name, quantity, opens_at_ms,"
                    + " COALESCE(closes_at_ms, 9223372036854775807), closed, issued FROM coupon")) {
                while (rs.next()) {
                    content.books.add(new CouponBook(
                            rs.getLong(1),
                            rs.getString(2),
                            rs.getInt(3),
                            rs.getLong(4),
                            rs.getLong(5),
                            rs.getBoolean(6),
                            rs.getInt(7)));
                }
            }
        }
        return content;
    }

    /** The one number that a query gives. */
    public static long number(DatabaseAddress address, String query) throws SQLException {
        try (Connection connection = TestServers.connect(address);
                Statement statement = connection.createStatement();
                ResultSet rs = statement.executeQuery(query)) {
            rs.next();
            return rs.getLong(1);
        }
    }

    public static void execute(DatabaseAddress address, String sql) throws SQLException {
        try (Connection connection = TestServers.connect(address);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
