package dev.seonchak.service.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.seonchak.audit.DatabaseAddress;
import dev.seonchak.core.record.LogRecord;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import dev.seonchak.service.recorder.PartitionState.Phase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole recorder between a real Kafka and a real MySQL. */
@Timeout(120)
class RecorderTest {

    private static final Duration LONG = Duration.ofSeconds(40);
    private static final List<Long> COUPONS =
            LongStream.rangeClosed(1, 6).boxed().toList();

    private final List<AutoCloseable> open = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private TestLog log;
    private DatabaseAddress database;

    @BeforeEach
    void prepare() throws Exception {
        log = new TestLog(3);
        open.add(log);
        database = TestServers.freshDatabase();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    private HikariDataSource pool() {
        HikariDataSource pool = TestServers.pool(database);
        open.add(pool);
        return pool;
    }

    private Recorder record(HikariDataSource pool, int partitions) {
        // Members learn of a rebalance at their next heartbeat.
        var kafka = new HashMap<>(TestLog.KAFKA);
        kafka.put("heartbeat.interval.ms", 300);
        var options = new RecorderOptions(kafka, log.topic, partitions, log.topic, 500, 5, 10, 200, 1_000);
        Recorder recorder =
                Recorder.start(options, pool, new Schema(pool), registry, InstantSource.system(), new Random(1));
        open.add(recorder);
        return recorder;
    }

    private Recorder record() {
        return record(pool(), log.partitions);
    }

    private void appendRandom(int seed, int count) {
        log.append(Model.randomRecords(new Random(seed), count, COUPONS, 1_500));
    }

    private void awaitRowsEqualTheLog() {
        var expected = Model.replay(log.partitions, log.read());
        await().atMost(LONG)
                .ignoreExceptions()
                .until(() -> Model.stored(database).equals(expected));
    }

    private static void awaitPhase(Recorder recorder, int partition, Phase phase) {
        await().atMost(LONG)
                .until(() -> recorder.states().stream()
                        .anyMatch(state -> state.partition() == partition && state.phase() == phase));
    }

    private static PartitionState state(Recorder recorder, int partition) {
        return recorder.states().stream()
                .filter(state -> state.partition() == partition)
                .findAny()
                .orElseThrow();
    }

    private double count(String name, String... tags) {
        return registry.get("seonchak.recorder." + name).tags(tags).counter().count();
    }

    @Test
    void rowsEqualTheLedgerAndTheLagReachesZero() throws Exception {
        appendRandom(1, 6_000);
        log.append(0, "somebody.else.v1", "hello".getBytes(UTF_8));
        log.flush();
        Recorder recorder = record();
        appendRandom(2, 6_000);
        awaitRowsEqualTheLog();

        await().until(() -> recorder.states().size() == 3
                && recorder.states().stream().allMatch(s -> s.lagRecords() == 0 && s.phase() == Phase.RUNNING));
        assertThat((long) count("rows")).isEqualTo(Model.number(database, "SELECT COUNT(*) FROM issuance"));
        assertThat(count("records")).isEqualTo(12_001);
        assertThat(count("quarantined", "kind", "garbage")).isEqualTo(1);
        assertThat(count("duplicate.keys")).isZero();
        assertThat(registry.get("seonchak.recorder.lag")
                        .tag("partition", "2")
                        .gauge()
                        .value())
                .isZero();
        await().until(() ->
                log.committedOffset(log.topic, 0) == state(recorder, 0).nextOffset());
    }

    @Test
    void mysqlKilledInMidStreamCostsNothing() {
        Recorder recorder = record();
        appendRandom(3, 3_000);
        await().atMost(LONG).until(() -> count("rows") > 0);
        TestServers.STACK.mysql().kill();
        try {
            appendRandom(4, 3_000);
            awaitPhase(recorder, 0, Phase.RETRYING);
        } finally {
            TestServers.STACK.mysql().restart();
        }
        appendRandom(5, 3_000);
        awaitRowsEqualTheLog();
    }

    @Test
    void hangingMysqlCostsNeitherRowsNorMembership() {
        Recorder recorder = record();
        appendRandom(6, 2_000);
        await().atMost(LONG).until(() -> count("rows") > 0);
        TestServers.STACK.mysql().pause();
        try {
            appendRandom(7, 5_000);
            awaitPhase(recorder, 1, Phase.RETRYING);
            assertThat(recorder.states()).hasSize(3);
            await().until(() -> state(recorder, 1).lagRecords() > 0);
        } finally {
            TestServers.STACK.mysql().resume();
        }
        awaitRowsEqualTheLog();
        assertThat(count("duplicate.keys")).isZero();
    }

    @Test
    void startsWithoutMysqlAndMakesTheTablesLater() {
        TestServers.STACK.mysql().kill();
        try {
            appendRandom(8, 1_000);
            Recorder recorder = record();
            awaitPhase(recorder, 0, Phase.RETRYING);
            assertThat(state(recorder, 0).nextOffset()).isEqualTo(-1);
        } finally {
            TestServers.STACK.mysql().restart();
        }
        awaitRowsEqualTheLog();
    }

    @Test
    void closesWhileMysqlHangs() {
        Recorder recorder = record();
        appendRandom(9, 2_000);
        await().atMost(LONG).until(() -> count("rows") > 0);
        TestServers.STACK.mysql().pause();
        try {
            appendRandom(10, 2_000);
            recorder.close();
        } finally {
            TestServers.STACK.mysql().resume();
        }
        record();
        awaitRowsEqualTheLog();
    }

    @Test
    void recordersThatComeAndGoWriteEveryRowOnce() {
        Recorder first = record();
        appendRandom(11, 4_000);
        Recorder second = record();
        appendRandom(12, 4_000);
        await().atMost(LONG).until(() -> !second.states().isEmpty());
        appendRandom(13, 4_000);
        first.close();
        Recorder third = record();
        appendRandom(14, 4_000);
        await().atMost(LONG).until(() -> !third.states().isEmpty());
        second.close();
        appendRandom(15, 2_000);
        awaitRowsEqualTheLog();
        assertThat(count("duplicate.keys")).isZero();
    }

    @Test
    void recordOfANewerVersionStopsItsPartitionAndNoOther() throws Exception {
        log.append(List.of(
                new CouponDefined(1, "one", 9, 0, Long.MAX_VALUE), new CouponDefined(2, "two", 9, 0, Long.MAX_VALUE)));
        log.append(1, "dev.seonchak.claimed.v2", "{}".getBytes(UTF_8));
        Recorder recorder = record();
        awaitPhase(recorder, 1, Phase.STOPPED);
        log.append(List.of(new Claimed(1, 5, "a"), new Claimed(2, 5, "b")));

        await().atMost(LONG).until(() -> Model.number(database, "SELECT COUNT(*) FROM issuance") == 1);
        assertThat(Model.number(database, "SELECT coupon_id FROM issuance")).isEqualTo(2);
        assertThat(state(recorder, 1).detail()).contains("dev.seonchak.claimed.v2", "offset 1");
        assertThat(state(recorder, 1).nextOffset()).isEqualTo(1);
        assertThat(registry.get("seonchak.recorder.partitions")
                        .tag("phase", "stopped")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void topicMadeAnewIsAnotherLogAndIsRefused() throws Exception {
        Recorder before = record();
        appendRandom(16, 500);
        awaitRowsEqualTheLog();
        before.close();
        var rows = Model.stored(database);
        log.exchange();
        appendRandom(17, 2_000);

        Recorder after = record();
        awaitPhase(after, 0, Phase.STOPPED);
        assertThat(state(after, 0).detail()).contains("come from the topic with id");
        assertThat(Model.stored(database)).isEqualTo(rows);
    }

    @Test
    void logThatWasCutIsRefused() throws Exception {
        appendRandom(18, 2_000);
        log.cut(2, 10);
        Recorder recorder = record();
        awaitPhase(recorder, 2, Phase.STOPPED);
        assertThat(state(recorder, 2).detail()).contains("offset 0", "cut");
        awaitPhase(recorder, 1, Phase.RUNNING);
    }

    @Test
    void wrongNumberOfPartitionsIsRefused() {
        appendRandom(19, 100);
        Recorder recorder = record(pool(), 4);
        awaitPhase(recorder, 0, Phase.STOPPED);
        assertThat(state(recorder, 0).detail()).contains("has 3 partitions, but 4 are configured");
    }

    @Test
    void forcedDuplicateKeyIsQuarantinedAndCounted() throws Exception {
        List<LogRecord> records = new ArrayList<>();
        records.add(new CouponDefined(3, "three", 99, 0, Long.MAX_VALUE));
        LongStream.rangeClosed(1, 20).forEach(user -> records.add(new Claimed(3, user, "c" + user)));
        Recorder recorder = record();
        log.append(records.subList(0, 2));
        await().atMost(LONG).until(() -> count("rows") == 1);
        Model.execute(database, "INSERT INTO issuance VALUES (3, 10, 777, 'by-hand', 1)");
        log.append(records.subList(2, records.size()));

        await().atMost(LONG).until(() -> count("rows") == 19);
        assertThat(count("duplicate.keys")).isEqualTo(1);
        assertThat(count("quarantined", "kind", "duplicate-key")).isEqualTo(1);
        assertThat(Model.number(database, "SELECT user_id FROM quarantine")).isEqualTo(10);
        assertThat(state(recorder, 0).phase()).isEqualTo(Phase.RUNNING);
    }

    @Test
    void refusingDatabaseBlocksUntilItIsMended() throws Exception {
        Recorder recorder = record();
        appendRandom(20, 500);
        awaitRowsEqualTheLog();
        Model.execute(database, "RENAME TABLE issuance TO issuance_away");
        appendRandom(21, 2_000);
        awaitPhase(recorder, 0, Phase.BLOCKED);
        assertThat(state(recorder, 0).detail()).contains("refused", "issuance");
        assertThat(count("retries", "kind", "refused")).isPositive();
        Model.execute(database, "RENAME TABLE issuance_away TO issuance");
        awaitRowsEqualTheLog();
        awaitPhase(recorder, 0, Phase.RUNNING);
    }

    @Test
    void exhaustedPoolAndHeldLocksOnlyDelay() throws Exception {
        HikariDataSource pool = pool();
        record(pool, log.partitions);
        appendRandom(22, 500);
        awaitRowsEqualTheLog();
        List<Connection> taken = new ArrayList<>();
        try {
            await().ignoreExceptions().until(() -> taken.add(pool.getConnection()) && taken.size() == 4);
            appendRandom(23, 1_000);
            await().atMost(LONG).until(() -> count("retries", "kind", "pool") > 0);
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
        awaitRowsEqualTheLog();
    }
}
