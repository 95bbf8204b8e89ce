package dev.seonchak.service.recorder;

import static dev.seonchak.service.recorder.Model.T0;
import static dev.seonchak.service.recorder.Model.received;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.seonchak.audit.DatabaseAddress;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import dev.seonchak.core.record.LogRecord.CouponRestocked;
import dev.seonchak.core.recorder.LogPosition;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A recorder that dies at any call to the database, and the next one that goes on. */
class CrashPointTest {

    private static final LogPartition LOG = new LogPartition("log-A", 0, 1);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(T0));
    private static final int FEWEST_CALLS = 15;

    private static DatabaseAddress database;
    private static HikariDataSource pool;

    @BeforeAll
    static void open() throws Exception {
        database = TestServers.migratedDatabase();
        pool = TestServers.pool(database);
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    private static List<Received> log() {
        var log = new ArrayList<Received>();
        log.add(received(0, T0, new CouponDefined(8, "coupon", 20, 0, Long.MAX_VALUE)));
        for (int i = 1; i < 40; i++) {
            log.add(received(i, T0 + i, new Claimed(8, i, "c" + i)));
        }
        log.set(12, received(12, T0, "somebody.else.v1", "hello".getBytes(UTF_8)));
        log.set(14, received(14, T0 + 14, new CouponDefined(9, "second", 5, 0, Long.MAX_VALUE)));
        log.set(20, received(20, T0 + 20, new CouponRestocked(8, 25)));
        return log;
    }

    private static void empty() throws SQLException {
        for (String table : List.of("issuance", "coupon", "log_position", "quarantine")) {
            Model.execute(database, "DELETE FROM " + table);
        }
    }

    private static LogPosition finish(List<Received> log) throws SQLException {
        var next = new JdbcProjection(pool, CLOCK);
        LogPosition position = next.position(LOG);
        if (position.nextOffset() < log.size()) {
            next.apply(LOG, position, log.subList((int) position.nextOffset(), log.size()));
        }
        return next.position(LOG);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void crashAtAnyCallOfABatchLeavesExactRows(boolean answerLost) throws SQLException {
        List<Received> log = log();
        int call = 0;
        for (boolean died = true; died; call++) {
            empty();
            var projection = new JdbcProjection(pool, CLOCK);
            projection.apply(LOG, projection.position(LOG), log.subList(0, 10));

            died = dies(new DyingDataSource(database, call, answerLost), new LogPosition(10, T0 + 9), log, 10, 30);

            assertThat(finish(log).nextOffset()).as("call %d", call).isEqualTo(40);
            assertThat(Model.stored(database)).as("call %d", call).isEqualTo(Model.replay(log));
            assertThat(Model.number(database, "SELECT COUNT(*) FROM quarantine"))
                    .as("call %d", call)
                    .isEqualTo(1);
        }
        assertThat(call).isGreaterThan(FEWEST_CALLS);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void crashAtAnyCallWhileAUniqueKeyIsInTheWayLeavesExactRows(boolean answerLost) throws SQLException {
        List<Received> log = log();
        int call = 0;
        for (boolean died = true; died; call++) {
            empty();
            var projection = new JdbcProjection(pool, CLOCK);
            projection.apply(LOG, projection.position(LOG), log.subList(0, 10));
            Model.execute(database, "INSERT INTO issuance VALUES (8, 11, 77, 'by-hand', 1)");

            died = dies(new DyingDataSource(database, call, answerLost), new LogPosition(10, T0 + 9), log, 10, 18);
            finish(log);

            assertThat(Model.number(database, "SELECT COUNT(*) FROM quarantine WHERE kind = 'duplicate-key'"))
                    .as("call %d", call)
                    .isEqualTo(1);
            assertThat(Model.number(
                            database,
                            "SELECT issued + displaced * 100 - (SELECT COUNT(*) FROM issuance WHERE coupon_id = 8)"
                                    + " FROM coupon WHERE coupon_id = 8"))
                    .as("call %d: the row by hand stands where the displaced one would", call)
                    .isEqualTo(100);
        }
        assertThat(call).isGreaterThan(FEWEST_CALLS);
    }

    private static boolean dies(DyingDataSource dying, LogPosition expected, List<Received> log, int from, int to) {
        try {
            new JdbcProjection(dying, CLOCK).apply(LOG, expected, log.subList(from, to));
        } catch (SQLException e) {
            assertThat(dying.died()).as(e.toString()).isTrue();
        }
        return dying.died();
    }

    @Test
    void crashAtAnyCallOfTheFirstLookLeavesAPositionAtTheStart() throws SQLException {
        boolean died = true;
        for (int call = 0; died; call++) {
            empty();
            var dying = new DyingDataSource(database, call, call % 2 == 0);
            try {
                new JdbcProjection(dying, CLOCK).position(LOG);
            } catch (SQLException e) {
                assertThat(dying.died()).as(e.toString()).isTrue();
            }
            died = dying.died();
            assertThat(new JdbcProjection(pool, CLOCK).position(LOG)).isEqualTo(LogPosition.START);
        }
    }
}
