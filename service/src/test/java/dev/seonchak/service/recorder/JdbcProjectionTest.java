package dev.seonchak.service.recorder;

import static dev.seonchak.service.recorder.Model.T0;
import static dev.seonchak.service.recorder.Model.received;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.seonchak.audit.DatabaseAddress;
import dev.seonchak.core.record.LogRecord;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import dev.seonchak.core.recorder.LogPosition;
import dev.seonchak.service.recorder.Applied.Advanced;
import dev.seonchak.service.recorder.Applied.Moved;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbcProjectionTest {

    private static final LogPartition LOG = new LogPartition("log-A", 0, 1);

    private DatabaseAddress database;
    private HikariDataSource pool;
    private JdbcProjection projection;

    @BeforeEach
    void open() throws Exception {
        database = TestServers.migratedDatabase();
        pool = TestServers.pool(database);
        projection = new JdbcProjection(pool, InstantSource.fixed(Instant.ofEpochMilli(T0)));
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private Advanced advance(LogPosition from, List<Received> batch) throws SQLException {
        Applied applied = projection.apply(LOG, from, batch);
        assertThat(applied).isInstanceOf(Advanced.class);
        return (Advanced) applied;
    }

    private static List<Received> stampede(int users) {
        var log = new ArrayList<Received>();
        log.add(received(0, T0, new CouponDefined(8, "coupon", users, 0, Long.MAX_VALUE)));
        for (int i = 1; i <= users; i++) {
            log.add(received(i, T0 + i, new Claimed(8, i, "c" + i)));
        }
        return log;
    }

    @Test
    void rowsEqualTheLedgerForRandomLogsInRandomBatches() throws SQLException {
        for (int seed = 0; seed < 3; seed++) {
            for (String table : List.of("issuance", "coupon", "log_position")) {
                Model.execute(database, "DELETE FROM " + table);
            }
            var random = new Random(seed);
            List<LogRecord> records =
                    Model.randomRecords(random, 4_000, List.of(1L, 2L, 8L, LogRecord.MAX_COUPON_ID), 700);
            List<Received> log = Model.log(random, records);
            LogPosition position = projection.position(LOG);
            for (int from = 0; from < log.size(); ) {
                int to = Math.min(log.size(), from + 1 + random.nextInt(1_500));
                position = advance(position, log.subList(from, to)).position();
                from = to;
            }
            assertThat(Model.stored(database)).as("seed %d", seed).isEqualTo(Model.replay(log));
            assertThat(projection.position(LOG)).isEqualTo(position);
        }
    }

    @Test
    void redeliveryChangesNothingAndIsToldThePosition() throws SQLException {
        List<Received> log = stampede(50);
        LogPosition after = advance(projection.position(LOG), log).position();
        var before = Model.stored(database);

        assertThat(projection.apply(LOG, LogPosition.START, log)).isEqualTo(new Moved(after));
        assertThat(projection.apply(LOG, new LogPosition(20, T0), log.subList(20, 30)))
                .isEqualTo(new Moved(after));
        assertThat(Model.stored(database)).isEqualTo(before);
    }

    @Test
    void recorderThatIsAheadOfTheDatabaseChangesNothing() throws SQLException {
        LogPosition start = projection.position(LOG);
        assertThat(projection.apply(LOG, new LogPosition(10, T0), stampede(50).subList(10, 20)))
                .isEqualTo(new Moved(start));
        assertThat(Model.number(database, "SELECT COUNT(*) FROM issuance")).isZero();
    }

    @Test
    void manyWritersOfOnePartitionWriteEveryRowOnce() throws Exception {
        List<Received> log = stampede(400);
        LogPosition start = projection.position(LOG);
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 4; t++) {
            int step = 7 + t;
            threads.add(Thread.ofVirtual().start(() -> race(start, log, step)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(Model.stored(database)).isEqualTo(Model.replay(log));
    }

    private void race(LogPosition start, List<Received> log, int step) {
        LogPosition at = start;
        while (at.nextOffset() < log.size()) {
            int from = (int) at.nextOffset();
            try {
                at = switch (projection.apply(LOG, at, log.subList(from, Math.min(log.size(), from + step)))) {
                    case Advanced advanced -> advanced.position();
                    case Moved moved -> moved.position();
                };
            } catch (SQLException e) {
                assertThat(Failure.of(e)).isIn(Failure.CONTENTION, Failure.POOL);
            }
        }
    }

    @Test
    void anotherLogIsRefused() throws SQLException {
        advance(projection.position(LOG), stampede(5));
        var other = new LogPartition("log-B", 0, 1);
        assertThatThrownBy(() -> projection.position(other))
                .isInstanceOf(ForeignLogException.class)
                .hasMessageContaining("log-A");
        assertThatThrownBy(() -> projection.apply(
                        other, new LogPosition(6, T0), stampede(9).subList(6, 9)))
                .isInstanceOf(ForeignLogException.class);
        assertThat(Model.number(database, "SELECT COUNT(*) FROM issuance")).isEqualTo(5);
    }

    @Test
    void couponsWithoutPositionAreRefused() throws SQLException {
        advance(projection.position(LOG), stampede(5));
        Model.execute(database, "DELETE FROM log_position");
        assertThatThrownBy(() -> projection.position(LOG))
                .isInstanceOf(ForeignLogException.class)
                .hasMessageContaining("no log_position");
    }

    @Test
    void garbageIsQuarantinedWithItsBytes() throws SQLException {
        byte[] huge = "x".repeat(200_000).getBytes(UTF_8);
        List<Received> log = List.of(
                received(0, T0, new CouponDefined(8, "coupon", 9, 0, Long.MAX_VALUE)),
                received(1, T0, "somebody.else.v1", "hello".getBytes(UTF_8)),
                received(2, T0, "dev.seonchak.claimed.v1", huge),
                received(3, T0, "dev.seonchak.claimed.v1", null),
                received(4, T0, new Claimed(8, 1, "a")));

        Advanced applied = advance(projection.position(LOG), log);

        assertThat(applied.garbage()).isEqualTo(3);
        assertThat(applied.rows()).isEqualTo(1);
        assertThat(Model.number(database, "SELECT COUNT(*) FROM quarantine WHERE kind = 'garbage'"))
                .isEqualTo(3);
        assertThat(Model.number(
                        database,
                        "SELECT COUNT(*) FROM quarantine WHERE log_offset = 1 AND record_value = 'hello'"
                                + " AND record_type = 'somebody.else.v1' AND quarantined_at_ms = " + T0))
                .isEqualTo(1);
        assertThat(Model.number(
                        database, "SELECT value_bytes + LENGTH(record_value) FROM quarantine WHERE log_offset = 2"))
                .isEqualTo(200_000 + BatchWriter.MAX_QUARANTINED_BYTES);
    }

    @Test
    void muchGarbageFitsIntoStatements() throws SQLException {
        byte[] big = new byte[BatchWriter.MAX_QUARANTINED_BYTES];
        var log = new ArrayList<Received>();
        for (int i = 0; i < 150; i++) {
            log.add(received(i, T0, "somebody.else.v1", big));
        }
        assertThat(advance(projection.position(LOG), log).garbage()).isEqualTo(150);
        assertThat(Model.number(database, "SELECT COUNT(*) FROM quarantine")).isEqualTo(150);
    }

    @Test
    void recordOfANewerVersionStopsRightBeforeItself() throws SQLException {
        List<Received> log = new ArrayList<>(stampede(5));
        log.add(received(6, T0, "dev.seonchak.claimed.v2", "{}".getBytes(UTF_8)));
        log.add(received(7, T0, new Claimed(8, 99, "z")));

        Advanced applied = advance(projection.position(LOG), log);

        assertThat(applied.stoppedAt()).isEqualTo("dev.seonchak.claimed.v2");
        assertThat(applied.position().nextOffset()).isEqualTo(6);
        assertThat(advance(applied.position(), log.subList(6, 8)).position()).isEqualTo(applied.position());
        assertThat(Model.stored(database)).isEqualTo(Model.replay(log.subList(0, 6)));
    }

    @Test
    void rowThatAUniqueKeyRefusesIsQuarantinedAndCountsAsIssued() throws SQLException {
        List<Received> log = new ArrayList<>(stampede(5));
        LogPosition after = advance(projection.position(LOG), log.subList(0, 2)).position();
        Model.execute(database, "INSERT INTO issuance VALUES (8, 3, 77, 'by-hand', 1)");

        Advanced applied = advance(after, log.subList(2, 6));

        assertThat(applied.duplicateKeys()).isEqualTo(1);
        assertThat(applied.rows()).isEqualTo(3);
        assertThat(applied.position().nextOffset()).isEqualTo(6);
        assertThat(Model.number(
                        database,
                        "SELECT COUNT(*) FROM quarantine WHERE kind = 'duplicate-key' AND coupon_id = 8 AND serial = 3"
                                + " AND user_id = 3 AND claim_id = 'c3' AND log_offset = 3"))
                .isEqualTo(1);
        assertThat(Model.number(database, "SELECT issued * 100 + displaced FROM coupon WHERE coupon_id = 8"))
                .isEqualTo(501);
    }

    @Test
    void userWhoseRowIsInQuarantineIsNotGrantedASecondUnit() throws SQLException {
        LogPosition position =
                advance(projection.position(LOG), stampede(5).subList(0, 3)).position();
        Model.execute(database, "INSERT INTO issuance VALUES (8, 3, 77, 'by-hand', 1)");
        position = advance(position, List.of(received(3, T0 + 3, new Claimed(8, 3, "c3"))))
                .position();

        Advanced again = advance(position, List.of(received(4, T0 + 4, new Claimed(8, 3, "again"))));

        assertThat(again.rows()).isZero();
        assertThat(again.duplicateKeys()).isZero();
        assertThat(Model.number(database, "SELECT issued FROM coupon")).isEqualTo(3);
    }

    @Test
    void whatTheDatabaseCannotHoldIsNotSkipped() throws SQLException {
        Model.execute(database, "ALTER TABLE issuance MODIFY claim_id VARCHAR(2) NOT NULL");
        List<Received> log = List.of(
                received(0, T0, new CouponDefined(8, "coupon", 9, 0, Long.MAX_VALUE)),
                received(1, T0, new Claimed(8, 1, "too-long")));
        LogPosition start = projection.position(LOG);

        assertThatThrownBy(() -> projection.apply(LOG, start, log))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(Failure.of(e)).isEqualTo(Failure.REFUSED));
        assertThat(projection.position(LOG)).isEqualTo(start);
        Model.execute(database, "ALTER TABLE issuance MODIFY claim_id VARCHAR(64) NOT NULL");
        assertThat(advance(start, log).rows()).isEqualTo(1);
    }

    @Test
    void databaseItselfRefusesMoreThanTheQuantity() throws SQLException {
        advance(projection.position(LOG), stampede(5));
        assertThatThrownBy(() -> Model.execute(database, "UPDATE coupon SET issued = 6"))
                .isInstanceOf(SQLException.class);
    }
}
