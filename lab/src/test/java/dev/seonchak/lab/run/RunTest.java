package dev.seonchak.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.core.audit.AuditVerdict;
import dev.seonchak.core.audit.Finding.Status;
import dev.seonchak.core.audit.Invariant;
import dev.seonchak.core.audit.Words;
import dev.seonchak.lab.document.Origin;
import dev.seonchak.lab.fault.Fault;
import dev.seonchak.lab.fault.Fault.Part;
import dev.seonchak.lab.fault.Fault.Undo;
import dev.seonchak.lab.fault.Faults;
import dev.seonchak.lab.fault.Moment;
import dev.seonchak.lab.page.RunDirectory;
import dev.seonchak.lab.page.RunFile;
import dev.seonchak.lab.report.RunDocument;
import dev.seonchak.lab.report.RunText;
import dev.seonchak.lab.rig.MySqlConsole;
import dev.seonchak.lab.rig.Rig;
import dev.seonchak.lab.rig.RigOptions;
import dev.seonchak.localstack.Progress;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on a real rig: two nodes that issue, two that record, Redis, Kafka and MySQL behind proxies. */
class RunTest {
    /** What a run promises about time is judged by the matrix on a quiet machine, not by a test on a busy one. */
    private static final Limits NO_HURRY = new Limits(600_000, 600_000, 600_000, 60_000, 0);

    private static final Crowd SMALL = new Crowd(400, 1_000, 300, 500, 60_000, 2_000, 0.02);

    private static Rig rig;

    @BeforeAll
    static void start() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        rig = Rig.start(RigOptions.of(classPath), Progress.silent());
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void a_killed_node_and_an_emptied_redis_break_no_promise(@TempDir Path dir) throws Exception {
        RunResult result = run(
                1,
                Strike.after(2_000, Faults.named("redis-kill"), 1_000),
                Strike.at(Moment.LAST_UNIT, Faults.named("api-kill"), 1_000));

        assertThat(result.verdict()).as(RunText.whole(result)).isEqualTo(AuditVerdict.PASS);
        assertThat(result.report().judged()).isEqualTo(Invariant.values().length);
        assertThat(result.faults())
                .hasSize(2)
                .allMatch(one -> one.struck().note().isEmpty());
        assertThat(result.settled().unsettled()).isEmpty();
        assertThat(RunText.whole(result)).contains("a new process").contains("redis-kill begins");
        isReported(result, dir);
    }

    /** As a document that adds up, and as a page that shows the faults. */
    private static void isReported(RunResult result, Path dir) throws IOException {
        Path page = RunDirectory.write(RunDocument.of(result, new Origin("./seonchak lab scenario test", "test")), dir);

        JsonObject document = RunFile.read(dir);
        JsonObject series = document.getJsonObject("series");
        for (Object one : document.getJsonArray("outcomes")) {
            JsonObject outcome = (JsonObject) one;
            String label = outcome.getString("label");
            assertThat(sum(series.getJsonObject("byOutcome").getJsonArray(label)))
                    .as(label)
                    .isEqualTo(outcome.getLong("count"));
        }
        assertThat(series.getJsonObject("byOutcome").size())
                .isEqualTo(document.getJsonArray("outcomes").size());
        assertThat(sum(series.getJsonArray("sent")))
                .isEqualTo(document.getJsonObject("requests").getLong("sent"));
        assertThat(document.getJsonArray("events").stream()
                        .map(event ->
                                ((JsonObject) event).getJsonObject("label").getString("en")))
                .containsExactly("redis-kill", "api-kill");
        int seconds = series.getJsonArray("second").size();
        assertThat(document.getJsonArray("events")).allSatisfy(event -> {
            assertThat(((JsonObject) event).getDouble("from")).isBetween(0.0, (double) seconds);
            assertThat(((JsonObject) event).getDouble("to")).isBetween(0.0, (double) seconds);
        });
        assertThat(series.getJsonArray("processes").stream().map(one -> ((JsonObject) one).getString("name")))
                .contains("api 1", "api 2", "recorder 1", "recorder 2", "Redis", "lab");
        assertThat(series.getJsonObject("breakers").fieldNames()).contains("gate, api 1", "gate, api 2");
        assertThat(series.fieldNames()).contains("stock", "lag", "waiting", "pool", "redisMemoryBytes");
        assertThat(document.getJsonArray("happened").encode()).contains("redis-kill 시작", "새 프로세스가 됨");
        assertThat(page).content().contains("redis-kill", "Redis가 죽고 빈 채로 돌아옴");
    }

    private static long sum(JsonArray numbers) {
        return numbers.stream().mapToLong(one -> ((Number) one).longValue()).sum();
    }

    @Test
    void rows_that_somebody_deletes_are_found_and_their_users_named() throws Exception {
        // Several: one client in fifty hangs up, so that it was never told 202 for its row.
        RunResult result = run(
                2,
                Strike.at(
                        Moment.AFTER_SOLD_OUT,
                        damage("DELETE FROM issuance WHERE coupon_id = 2 AND serial BETWEEN 1 AND 9"),
                        0));

        assertThat(result.verdict()).as(RunText.whole(result)).isEqualTo(AuditVerdict.FAIL);
        assertThat(result.report().failed()).contains(Invariant.I2, Invariant.I3, Invariant.I10);
        assertThat(result.report().finding(Invariant.I3).evidence())
                .anyMatch(line -> line.matches("user \\d+: client accepted.* serial [1-9] · log serial .*no row"));
    }

    @Test
    void what_cannot_be_read_is_unknown_and_never_a_pass() throws Exception {
        RunResult result =
                run(3, Strike.at(Moment.AFTER_SOLD_OUT, damage("RENAME TABLE quarantine TO quarantine_away"), 0));
        new MySqlConsole(rig.stack().mysql().adminUrl()).run("RENAME TABLE quarantine_away TO quarantine");

        assertThat(result.verdict()).as(RunText.whole(result)).isEqualTo(AuditVerdict.UNKNOWN);
        assertThat(result.report().finding(Invariant.I10).status()).isEqualTo(Status.UNKNOWN);
    }

    private static RunResult run(long couponId, Strike... strikes) throws Exception {
        Experiment experiment = new Experiment("test", List.of(strikes), SMALL, couponId);
        return new Run(rig, NO_HURRY, experiment, couponId).run();
    }

    /** Not a fault that the system promises to survive: it shows that the lab can fail. */
    private static Fault damage(String statement) {
        return new Fault("damage", new Words(statement, statement), Part.MYSQL, Set.of(), (broken, random) -> {
            Thread.sleep(1_000); // the row is written by now
            new MySqlConsole(broken.stack().mysql().adminUrl()).run(statement);
            return Undo.NOTHING;
        });
    }
}
