package dev.seonchak.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.seonchak.audit.DatabaseAddress;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import dev.seonchak.service.Terminal.Said;
import dev.seonchak.service.quarantine.Entry;
import dev.seonchak.service.quarantine.Quarantine;
import dev.seonchak.service.quarantine.Settling;
import dev.seonchak.service.quarantine.Settling.Result;
import dev.seonchak.service.quarantine.Stored;
import dev.seonchak.service.recorder.DyingDataSource;
import dev.seonchak.service.recorder.Model;
import dev.seonchak.service.recorder.TestLog;
import dev.seonchak.service.recorder.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quarantine from the first sight of an entry to its settlement, through the command line, on real servers. */
@Timeout(120)
class QuarantineToolTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1_900_000_000_000L));
    private static final int FEWEST_CALLS = 15;

    private static DatabaseAddress database;
    private static HikariDataSource pool;
    private TestLog log;

    @BeforeAll
    static void open() throws Exception {
        database = TestServers.migratedDatabase();
        pool = TestServers.pool(database);
    }

    @AfterAll
    static void closePool() {
        pool.close();
    }

    @BeforeEach
    void prepare() throws Exception {
        log = new TestLog(1);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("issuance", "coupon", "log_position", "quarantine", "quarantine_settlement")) {
                statement.execute("DELETE FROM " + table);
            }
            connection.commit();
        }
        log.append(List.of(
                new CouponDefined(8, "coupon", 10, 0, Long.MAX_VALUE),
                new Claimed(8, 1, "c1"),
                new Claimed(8, 2, "c2")));
        record();
    }

    @AfterEach
    void close() {
        log.close();
    }

    private Said run(String... words) {
        return Terminal.run(log.flags(database), words);
    }

    /** As a recorder would. */
    private void record() {
        assertThat(run("rebuild-db").err()).contains("100.0%");
    }

    /** User 3 is granted serial 3, and somebody's rows are in the way. */
    private void displace(String... rows) throws SQLException {
        for (String row : rows) {
            execute("INSERT INTO issuance VALUES (" + row + ")");
        }
        log.append(List.of(new Claimed(8, 3, "c3"), new Claimed(8, 4, "c4")));
        record();
        assertThat(number("SELECT displaced FROM coupon")).isEqualTo(1);
    }

    private static long number(String query) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rs = statement.executeQuery(query)) {
            assertThat(rs.next()).isTrue();
            return rs.getLong(1);
        }
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        }
    }

    private void assertRowsAreTheLog() throws SQLException {
        assertThat(Model.stored(database)).isEqualTo(Model.replay(1, log.read()));
        assertThat(number("SELECT SUM(displaced) FROM coupon")).isZero();
    }

    @Test
    void a_refused_row_is_listed_explained_and_written_after_its_obstacle_is_removed() throws SQLException {
        displace("8, 3, 77, 'by-hand', 1");
        assertThat(run("quarantine", "list").out()).contains("partition 0 offset 3", "duplicate-key", "user 3");
        assertThat(run("quarantine", "list", "--json").out()).contains("\"claimId\" : \"c3\"");

        Said shown = run("quarantine", "show", "0", "3");

        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(shown.out())
                .contains("user 3 holds serial 3", "in its place: coupon 8, serial 3, user 77, claim by-hand")
                .contains("issued 4, displaced 1", "\"claimId\":\"c3\"")
                .contains("./seonchak quarantine settle 0 3 --remove-obstacle --yes");
        var before = Model.stored(database);
        assertThat(run("quarantine", "settle", "0", "3", "--yes").exitCode()).isEqualTo(1);
        Said dry = run("quarantine", "settle", "0", "3", "--remove-obstacle");
        assertThat(dry.exitCode()).isZero();
        assertThat(dry.out()).contains("Nothing was changed. Add --yes");
        assertThat(Model.stored(database)).isEqualTo(before);

        Said settled = run("quarantine", "settle", "0", "3", "--remove-obstacle", "--yes", "--note", "an import");

        assertThat(settled.exitCode()).as(settled.err()).isZero();
        assertRowsAreTheLog();
        assertThat(number("SELECT COUNT(*) FROM quarantine_settlement WHERE log_offset = 3 AND note = 'an import'"
                        + " AND removed LIKE '%userId=77%'"))
                .isEqualTo(1);
        assertThat(run("quarantine", "list").out()).isEmpty();
        assertThat(run("quarantine", "list", "--all").out()).contains("settled", "row-written");
    }

    @Test
    void settling_again_changes_nothing_and_recording_goes_on() throws SQLException {
        displace("8, 3, 77, 'by-hand', 1");
        assertThat(run("quarantine", "settle", "0", "3", "--remove-obstacle", "--yes")
                        .exitCode())
                .isZero();

        Said again = run("quarantine", "settle", "0", "3", "--remove-obstacle", "--yes");

        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("settled at");
        log.append(List.of(new Claimed(8, 3, "again"), new Claimed(8, 5, "c5")));
        record();
        assertRowsAreTheLog();
        assertThat(number("SELECT COUNT(*) FROM quarantine_settlement")).isEqualTo(1);
    }

    @Test
    void two_rows_may_be_in_the_way_of_one() throws SQLException {
        displace("8, 3, 77, 'by-hand', 1");
        execute("INSERT INTO issuance VALUES (8, 900, 3, 'by-hand-2', 1)");
        assertThat(run("quarantine", "settle", "0", "3", "--remove-obstacle", "--yes")
                        .exitCode())
                .isZero();
        assertRowsAreTheLog();
    }

    @Test
    void where_the_obstacle_is_gone_the_row_is_written_and_nothing_is_deleted() throws SQLException {
        displace("8, 3, 77, 'by-hand', 1");
        execute("DELETE FROM issuance WHERE user_id = 77");
        assertThat(run("quarantine", "show", "0", "3").out()).contains("nothing any more", "settle 0 3 --yes");
        assertThat(run("quarantine", "settle", "0", "3", "--yes").exitCode()).isZero();
        assertRowsAreTheLog();
    }

    @Test
    void where_somebody_wrote_the_rightful_row_only_the_counter_changes() throws SQLException {
        displace("8, 3, 77, 'by-hand', 1");
        execute("DELETE FROM issuance WHERE user_id = 77");
        execute("INSERT INTO issuance SELECT coupon_id, serial, user_id, claim_id, issued_at_ms FROM quarantine");
        assertThat(run("quarantine", "settle", "0", "3", "--yes").out()).contains("there already");
        assertRowsAreTheLog();
    }

    @Test
    void a_row_that_the_log_granted_is_never_deleted() throws SQLException {
        execute("UPDATE coupon SET issued = 1"); // by hand: from here on the recorder counts wrongly
        log.append(List.of(new Claimed(8, 3, "c3")));
        record();
        var before = Model.stored(database);

        Said said = run("quarantine", "settle", "0", "3", "--remove-obstacle", "--yes");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("user 2) is what the log granted", "rebuild-db");
        assertThat(run("quarantine", "show", "0", "3").out()).contains("the log says serial 3");
        assertThat(Model.stored(database)).isEqualTo(before);
        assertThat(number("SELECT COUNT(*) FROM quarantine_settlement")).isZero();
    }

    @Test
    void a_row_by_hand_for_a_user_who_claims_later_is_not_settled_away() throws SQLException {
        // The recorder takes the row for user 3's own, so users behind get serials that the log gave to others.
        execute("INSERT INTO issuance VALUES (8, 3, 3, 'by-hand', 1)");
        log.append(List.of(new Claimed(8, 3, "c3"), new Claimed(8, 4, "c4")));
        record();
        var before = Model.stored(database);
        Said said = run("quarantine", "settle", "0", "4", "--remove-obstacle", "--yes");
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("the log says serial 4", "rebuild-db");
        assertThat(Model.stored(database)).isEqualTo(before);
    }

    @Test
    void nothing_is_settled_by_another_log_or_by_none() throws Exception {
        displace("8, 3, 77, 'by-hand', 1");
        var before = Model.stored(database);
        var flags = new ArrayList<>(log.flags(database));
        flags.set(2, "--log-topic=not-there");
        Said none = Terminal.run(flags, "quarantine", "settle", "0", "3", "--remove-obstacle", "--yes");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("has no topic not-there");
        assertThat(Terminal.run(flags, "quarantine", "show", "0", "3").err()).contains("nothing can be settled");
        try (var other = new TestLog(1)) {
            flags.set(2, "--log-topic=" + other.topic);
            Said foreign = Terminal.run(flags, "quarantine", "settle", "0", "3", "--remove-obstacle", "--yes");
            assertThat(foreign.exitCode()).isEqualTo(1);
            assertThat(foreign.err()).contains("come from the topic with id");
        }
        assertThat(Model.stored(database)).isEqualTo(before);
    }

    @Test
    void garbage_is_settled_with_a_note_and_kept() throws SQLException {
        log.append(0, "somebody.else.v1", "hel\u001blo".getBytes(UTF_8));
        log.flush();
        record();
        var before = Model.stored(database);
        assertThat(run("quarantine", "show", "0", "3").out())
                .contains("no reader can use", "somebody.else.v1", "hel·lo", "68656c1b6c6f");
        assertThat(run("quarantine", "settle", "0", "3", "--yes").exitCode()).isEqualTo(1);
        assertThat(run("quarantine", "settle", "0", "3", "--note", "a probe").out())
                .contains("Nothing was changed");
        assertThat(number("SELECT COUNT(*) FROM quarantine_settlement")).isZero();

        assertThat(run("quarantine", "settle", "0", "3", "--note", "a probe", "--yes")
                        .exitCode())
                .isZero();
        assertThat(run("quarantine", "settle", "0", "3", "--note", "again", "--yes")
                        .out())
                .contains("note: a probe");

        assertThat(number("SELECT COUNT(*) FROM quarantine_settlement WHERE action = 'acknowledged'"))
                .isEqualTo(1);
        assertThat(number("SELECT COUNT(*) FROM quarantine")).isEqualTo(1);
        assertThat(Model.stored(database)).isEqualTo(before);
    }

    @Test
    void what_is_not_there_is_said() {
        assertThat(run("quarantine", "show", "0", "1").err())
                .contains("Nothing is in quarantine at partition 0, offset 1");
        assertThat(run("quarantine", "settle", "0", "1", "--yes").exitCode()).isEqualTo(1);
        assertThat(run("quarantine", "list").err()).contains("Nothing waits");
        assertThat(Terminal.run(List.of(), "quarantine").exitCode()).isEqualTo(2);
    }

    private record Look(Entry entry, Stored stored, String topicId) {}

    private Look look() throws SQLException {
        var quarantine = new Quarantine(pool);
        Entry entry = quarantine.entry(0, 3);
        assertThat(entry).isNotNull();
        Stored stored = quarantine.stored(entry);
        return new Look(entry, stored, String.valueOf(stored.topicId()));
    }

    private Result settle(Look look) throws SQLException {
        return new Settling(pool, CLOCK).writeRow(look.entry, look.topicId, look.stored.inPlace(), "");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void dying_at_any_call_leaves_all_or_nothing_and_the_next_attempt_ends_it(boolean answerLost) throws Exception {
        displace("8, 3, 77, 'by-hand', 1");
        Look look = look();
        var truth = Model.replay(1, log.read());
        int call = 0;
        for (boolean died = true; died; call++) {
            execute(
                    "DELETE FROM quarantine_settlement",
                    "DELETE FROM issuance WHERE serial = 3",
                    "INSERT INTO issuance VALUES (8, 3, 77, 'by-hand', 1)",
                    "UPDATE coupon SET displaced = 1");
            var dying = new DyingDataSource(database, call, answerLost);
            try {
                new Settling(dying, CLOCK).writeRow(look.entry, look.topicId, look.stored.inPlace(), "");
            } catch (SQLException e) {
                assertThat(dying.died()).as(e.toString()).isTrue();
            }
            died = dying.died();
            // One statement a state: 0 is untouched, 111 is done.
            assertThat(
                            number(
                                    "SELECT (SELECT COUNT(*) FROM issuance WHERE serial = 3 AND user_id = 3) * 100"
                                            + " + (SELECT COUNT(*) FROM quarantine_settlement) * 10 + (SELECT 1 - displaced FROM coupon)"))
                    .as("call %d", call)
                    .isIn(0L, 111L);

            assertThat(settle(look)).as("call %d", call).isIn(Result.SETTLED, Result.ALREADY_SETTLED);

            assertThat(Model.stored(database)).as("call %d", call).isEqualTo(truth);
            assertThat(number("SELECT (SELECT COUNT(*) FROM quarantine_settlement) * 10 + displaced FROM coupon"))
                    .isEqualTo(10);
        }
        assertThat(call).isGreaterThan(FEWEST_CALLS);
    }

    @Test
    void of_many_operators_at_once_one_settles() throws Exception {
        displace("8, 3, 77, 'by-hand', 1");
        Look look = look();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Result>> results =
                    threads.invokeAll(Collections.<Callable<Result>>nCopies(4, () -> settle(look)));
            var all = new ArrayList<Result>();
            for (Future<Result> result : results) {
                all.add(result.get());
            }
            assertThat(all)
                    .containsExactlyInAnyOrder(
                            Result.SETTLED, Result.ALREADY_SETTLED, Result.ALREADY_SETTLED, Result.ALREADY_SETTLED);
        }
        assertRowsAreTheLog();
    }

    @Test
    void rows_that_changed_after_the_look_are_not_touched() throws SQLException {
        displace("8, 3, 77, 'by-hand', 1");
        Look look = look();
        execute("UPDATE issuance SET claim_id = 'other' WHERE user_id = 77");
        var before = Model.stored(database);
        assertThat(settle(look)).isEqualTo(Result.CHANGED_MEANWHILE);
        execute("INSERT INTO issuance VALUES (8, 901, 3, 'another', 1)");
        assertThat(settle(look)).isEqualTo(Result.CHANGED_MEANWHILE);
        execute("DELETE FROM issuance WHERE serial = 901");
        assertThat(Model.stored(database)).isEqualTo(before);
        assertThat(number("SELECT COUNT(*) FROM quarantine_settlement")).isZero();
    }
}
