package dev.seonchak.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.seonchak.audit.AuditOptions;
import dev.seonchak.audit.CouponAudit;
import dev.seonchak.audit.DatabaseAddress;
import dev.seonchak.audit.Progress;
import dev.seonchak.core.audit.AuditReport;
import dev.seonchak.core.audit.AuditVerdict;
import dev.seonchak.core.audit.Finding;
import dev.seonchak.core.audit.Invariant;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import dev.seonchak.service.Terminal.Said;
import dev.seonchak.service.recorder.Model;
import dev.seonchak.service.recorder.Recorder;
import dev.seonchak.service.recorder.RecorderOptions;
import dev.seonchak.service.recorder.Schema;
import dev.seonchak.service.recorder.TestLog;
import dev.seonchak.service.recorder.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An empty schema is filled from the log, through the command line, on real servers. */
@Timeout(120)
class RebuildDbTest {

    private static final List<Long> COUPONS =
            LongStream.rangeClosed(1, 6).boxed().toList();

    private TestLog log;
    private DatabaseAddress original;
    private DatabaseAddress fresh;

    @BeforeEach
    void prepare() throws Exception {
        log = new TestLog(3);
        original = TestServers.freshDatabase();
        fresh = TestServers.freshDatabase();
    }

    @AfterEach
    void close() {
        log.close();
    }

    private Said rebuild(DatabaseAddress database, String... flags) {
        var words = new String[flags.length + 1];
        words[0] = "rebuild-db";
        System.arraycopy(flags, 0, words, 1, flags.length);
        return Terminal.run(log.flags(database), words);
    }

    private void appendRandom(int seed, int count) {
        log.append(Model.randomRecords(new Random(seed), count, COUPONS, 1_500));
    }

    private Recorder recorder(HikariDataSource pool) {
        var options = new RecorderOptions(TestLog.KAFKA, log.topic, 3, log.topic, 200, 5, 10, 200, 1_000);
        return Recorder.start(
                options, pool, new Schema(pool), new SimpleMeterRegistry(), InstantSource.system(), new Random(1));
    }

    private void awaitRowsAreTheLog(DatabaseAddress database) {
        var truth = Model.replay(3, log.read());
        await().atMost(Duration.ofSeconds(40))
                .ignoreExceptions()
                .until(() -> Model.stored(database).equals(truth));
    }

    @Test
    void a_fresh_schema_equals_the_original_row_for_row_while_issuing_goes_on() throws Exception {
        appendRandom(1, 3_000);
        log.append(0, "somebody.else.v1", "hello".getBytes(UTF_8));
        log.flush();
        try (var pool = TestServers.pool(original);
                var recorder = recorder(pool)) {
            var issuing = Thread.ofVirtual().start(() -> {
                for (int seed = 2; seed < 12; seed++) {
                    appendRandom(seed, 300);
                }
            });
            Said during = rebuild(fresh, "--recorder-max-batch=300");
            issuing.join();
            assertThat(during.exitCode()).as(during.err()).isZero();
            assertThat(during.out()).contains("Rows and counters agree", "./seonchak audit --all");
            assertThat(during.err()).contains("100.0%");

            Said after = rebuild(fresh);

            assertThat(after.exitCode()).as(after.err()).isZero();
            assertThat(after.err()).contains("Goes on behind");
            awaitRowsAreTheLog(original);
            assertThat(recorder.states()).isNotEmpty();
        }
        assertThat(Model.stored(fresh)).isEqualTo(Model.stored(original));
        for (String table : List.of("quarantine", "log_position")) {
            String sum = "SELECT COALESCE(SUM(CRC32(CONCAT_WS(',', log_partition, "
                    + (table.equals("quarantine")
                            ? "log_offset, kind, reason, value_bytes"
                            : "next_offset, log_time_ms")
                    + "))), 0) FROM " + table;
            assertThat(Model.number(fresh, sum)).as(table).isEqualTo(Model.number(original, sum));
        }
        assertThat(Model.number(fresh, "SELECT COUNT(*) FROM quarantine")).isEqualTo(1);
        assertThat(COUPONS).allSatisfy(this::assertAuditPasses);
    }

    /** The log against the rebuilt rows; these coupons have no gate. */
    private void assertAuditPasses(long couponId) {
        AuditReport report =
                CouponAudit.run(log.deployment(fresh), couponId, null, AuditOptions.DEFAULT, Progress.SILENT);
        assertThat(report.verdict()).as(report.toString()).isEqualTo(AuditVerdict.PASS);
        assertThat(report.finding(Invariant.I10).status()).isEqualTo(Finding.Status.PASS);
    }

    @Test
    void a_recorder_may_work_on_the_same_schema() throws Exception {
        appendRandom(1, 6_000);
        try (var pool = TestServers.pool(fresh);
                var recorder = recorder(pool)) {
            for (int seed = 2; seed < 5; seed++) {
                appendRandom(seed, 500);
                Said said = rebuild(fresh, "--recorder-max-batch=100");
                assertThat(said.exitCode()).as(said.err()).isZero();
            }
            assertThat(Model.stored(fresh)).isEqualTo(Model.replay(3, log.read()));
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> !recorder.states().isEmpty());
        }
    }

    @Test
    void a_recorder_goes_on_where_the_rebuild_ended() throws Exception {
        appendRandom(1, 2_000);
        assertThat(rebuild(fresh).exitCode()).isZero();
        appendRandom(2, 2_000);
        try (var pool = TestServers.pool(fresh);
                var recorder = recorder(pool)) {
            awaitRowsAreTheLog(fresh);
            assertThat(recorder.states()).isNotEmpty();
        }
    }

    @Test
    void a_schema_of_another_log_is_refused() throws Exception {
        appendRandom(1, 100);
        assertThat(rebuild(fresh).exitCode()).isZero();
        var before = Model.stored(fresh);
        log.exchange();
        appendRandom(2, 100);
        Said said = rebuild(fresh);
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("Nothing was written", "an empty one");
        assertThat(Model.stored(fresh)).isEqualTo(before);
    }

    @Test
    void rows_of_unknown_origin_are_refused() throws Exception {
        appendRandom(1, 100);
        assertThat(rebuild(fresh).exitCode()).isZero();
        var before = Model.stored(fresh);
        Model.execute(fresh, "DELETE FROM log_position");
        assertThat(rebuild(fresh).err()).contains("Nothing was written", "no log_position");
        assertThat(Model.stored(fresh)).isEqualTo(before);
        Model.execute(fresh, "DELETE FROM coupon");
        assertThat(rebuild(fresh).exitCode()).isEqualTo(1);
        assertThat(Model.number(fresh, "SELECT COUNT(*) FROM log_position")).isZero();
    }

    @Test
    void tables_of_somebody_else_are_refused() throws SQLException {
        Model.execute(fresh, "CREATE TABLE somebody_else (id INT PRIMARY KEY)");
        Said said = rebuild(fresh);
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("The schema must be empty");
    }

    @Test
    void a_record_of_a_newer_version_stops_it_with_a_sentence() {
        log.append(List.of(new CouponDefined(3, "coupon", 5, 0, Long.MAX_VALUE), new Claimed(3, 1, "c1")));
        log.append(0, "dev.seonchak.claimed.v2", "{}".getBytes(UTF_8));
        log.flush();
        Said said = rebuild(fresh);
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("offset 2", "newer version");
    }

    @Test
    void a_log_that_cannot_be_read_is_refused_before_anything_is_made() throws SQLException {
        var flags = new ArrayList<>(log.flags(fresh));
        flags.set(2, "--log-topic=not-there");
        assertThat(Terminal.run(flags, "rebuild-db").err()).contains("has no topic");
        flags.set(2, "--log-topic=" + log.topic);
        flags.set(3, "--log-partitions=5");
        assertThat(Terminal.run(flags, "rebuild-db").exitCode()).isEqualTo(2);
        assertThat(Model.number(
                        fresh, "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()"))
                .isZero();
    }
}
