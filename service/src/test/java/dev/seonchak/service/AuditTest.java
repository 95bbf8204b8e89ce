package dev.seonchak.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seonchak.audit.AuditOptions;
import dev.seonchak.audit.CouponAudit;
import dev.seonchak.audit.DatabaseAddress;
import dev.seonchak.audit.Deployment;
import dev.seonchak.audit.Progress;
import dev.seonchak.core.audit.Answer;
import dev.seonchak.core.audit.AuditReport;
import dev.seonchak.core.audit.AuditVerdict;
import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.core.audit.Finding;
import dev.seonchak.core.audit.Finding.Status;
import dev.seonchak.core.audit.Histories;
import dev.seonchak.core.audit.Invariant;
import dev.seonchak.service.config.Config;
import dev.seonchak.service.rig.Crowd;
import dev.seonchak.service.rig.Node;
import dev.seonchak.service.rig.RedisProbe;
import dev.seonchak.service.rig.Servers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * The audit on real servers: a stampede passes; whatever is then changed by hand on any side is found and named. Coupons 1701
 * to 1799; the node is stopped before anything is tampered with, so that nobody repairs it.
 */
@TestInstance(Lifecycle.PER_CLASS)
class AuditTest {

    private static final String TOPIC = "test.audit";
    private static final int UNITS = 40;
    private static final int USERS = 60;
    private static final long SOUND = 1701;
    private static final AuditOptions AT_ONCE = AuditOptions.DEFAULT.waiting(0, 0);

    private final List<Answer> told = new ArrayList<>();
    private String mysqlUrl = "";

    @BeforeAll
    void aStampedeOnEveryCoupon() throws Exception {
        mysqlUrl = freshDatabase();
        Config config = Servers.config(
                TOPIC,
                "ROLES",
                "api,recorder",
                "MYSQL_URL",
                mysqlUrl,
                "RECORDER_GROUP",
                TOPIC,
                "ISSUE_DEADLINE_MS",
                "15000",
                "GATE_SWEEP_AFTER_MS",
                "16000");
        try (Node node = Node.ready(config)) {
            List<Callable<Answer>> requests = new ArrayList<>();
            for (long coupon = SOUND; coupon < SOUND + 9; coupon++) {
                node.define(coupon, UNITS);
                for (int i = 0; i < 2 * USERS; i++) {
                    long id = coupon;
                    long user = 1L + i % USERS;
                    requests.add(() -> asked(node, id, user));
                }
            }
            told.addAll(Crowd.ask(100, requests));
            for (long coupon = SOUND; coupon < SOUND + 9; coupon++) {
                long id = coupon;
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                    AuditReport report = audit(deployment(), id, Histories.of(told), AT_ONCE);
                    assertThat(report.verdict()).as(report.toString()).isEqualTo(AuditVerdict.PASS);
                });
            }
        }
    }

    private static Answer asked(Node node, long coupon, long user) {
        long startedMs = System.currentTimeMillis();
        long startedNs = System.nanoTime();
        var answer = node.claim(coupon, user);
        long endedNs = startedMs * 1_000_000 + System.nanoTime() - startedNs;
        ClientOutcome outcome = answer.status() == 202
                ? ClientOutcome.ACCEPTED
                : ClientOutcome.ofLabel(answer.code().isEmpty() ? "other" : answer.code());
        return new Answer(
                coupon,
                user,
                startedMs * 1_000_000,
                endedNs,
                outcome == null ? ClientOutcome.OTHER : outcome,
                answer.serial());
    }

    @AfterAll
    void forgetTheKeys() {
        for (long coupon = SOUND; coupon < SOUND + 9; coupon++) {
            for (String key : List.of("inventory", "issued_users", "pending", "loaded")) {
                RedisProbe.number("DEL", "coupon:" + coupon + ":" + key);
            }
        }
    }

    @Test
    void a_stampede_passes_all_that_is_judged() {
        AuditReport report = audit(deployment(), SOUND, Histories.of(told), AT_ONCE);

        assertThat(report.verdict()).as(report.toString()).isEqualTo(AuditVerdict.PASS);
        assertThat(report.findings())
                .filteredOn(f -> f.status() == Status.NOT_JUDGED)
                .extracting(Finding::invariant)
                .containsExactly(Invariant.I8);
    }

    @Test
    void a_deleted_row_is_missed() throws SQLException {
        long user = number("SELECT user_id FROM issuance WHERE coupon_id = 1702 AND serial = 7");
        execute("DELETE FROM issuance WHERE coupon_id = 1702 AND serial = 7");

        AuditReport report = audit(deployment(), 1702, Histories.of(told), AT_ONCE);

        assertFailed(
                report, "serial 7: MySQL no row · log user " + user + ",", Invariant.I10, Invariant.I3, Invariant.I2);
    }

    @Test
    void an_alien_row_is_found() throws SQLException {
        execute("INSERT INTO issuance VALUES (1703, 41, 999, 'alien', 5)");

        AuditReport report = audit(deployment(), 1703, Histories.of(told), AT_ONCE);

        assertFailed(
                report,
                "serial 41: MySQL user 999, claim alien",
                Invariant.I1,
                Invariant.I4,
                Invariant.I5,
                Invariant.I10);
    }

    @Test
    void a_row_with_another_serial_is_found() throws SQLException {
        long user = number("SELECT user_id FROM issuance WHERE coupon_id = 1704 AND serial = 40");
        execute("UPDATE issuance SET serial = 50 WHERE coupon_id = 1704 AND serial = 40");

        AuditReport report = audit(deployment(), 1704, Histories.of(told), AT_ONCE);

        assertFailed(report, "serial 50: MySQL user " + user, Invariant.I2, Invariant.I3, Invariant.I10);
    }

    @Test
    void a_stranger_in_the_gate_is_found() {
        RedisProbe.number("SADD", "coupon:1705:issued_users", "999");

        AuditReport report = audit(deployment(), 1705, null, AT_ONCE);

        assertFailed(report, "user 999: Redis in issued_users · log nothing", Invariant.I5);
        assertThat(report.failed()).containsExactly(Invariant.I5);
    }

    @Test
    void an_inventory_that_does_not_add_up_is_found() {
        RedisProbe.number("RPUSH", "coupon:1706:inventory", "1");

        assertFailed(
                audit(deployment(), 1706, null, AT_ONCE),
                "inventory has 1 units and issued_users 40 users",
                Invariant.I5);
    }

    @Test
    void a_202_that_the_log_never_gave_is_found() {
        List<Answer> forged = new ArrayList<>(told);
        long atNs = System.currentTimeMillis() * 1_000_000;
        forged.add(new Answer(1707, 888, atNs, atNs + 5, ClientOutcome.ACCEPTED, 17));

        AuditReport report = audit(deployment(), 1707, Histories.of(forged), AT_ONCE);

        assertFailed(report, "user 888: client accepted serial 17 · log nothing · MySQL no row", Invariant.I3);
        assertThat(report.failed()).containsExactly(Invariant.I3);
    }

    @Test
    void a_displaced_unit_is_named_with_its_quarantine() throws SQLException {
        execute(
                "INSERT INTO quarantine (log_partition, log_offset, kind, reason, value_bytes, coupon_id, serial, user_id,"
                        + " claim_id, issued_at_ms, quarantined_at_ms) SELECT MOD(coupon_id, 2), 1000000, 'duplicate-key',"
                        + " 'refused', 0, coupon_id, serial, user_id, claim_id, issued_at_ms, 1 FROM issuance"
                        + " WHERE coupon_id = 1708 AND serial = 3");
        execute("DELETE FROM issuance WHERE coupon_id = 1708 AND serial = 3");
        execute("UPDATE coupon SET displaced = 1 WHERE coupon_id = 1708");

        AuditReport report = audit(deployment(), 1708, Histories.of(told), AT_ONCE);

        assertFailed(report, "in quarantine: refused", Invariant.I3, Invariant.I10);
        assertThat(report.finding(Invariant.I5).status()).isEqualTo(Status.PASS);
        assertThat(report.finding(Invariant.I5).summary().en()).contains("1 in quarantine");
    }

    @ParameterizedTest
    @CsvSource({
        "SEONCHAK_KAFKA_URL, kafka://127.0.0.1:%d, The log in Kafka",
        "SEONCHAK_MYSQL_URL, mysql://a:b@127.0.0.1:%d/c, MySQL cannot be read",
        "SEONCHAK_REDIS_URL, redis://127.0.0.1:%d, Redis cannot be read"
    })
    void a_server_that_is_not_there_makes_unknown_and_the_command_ends_with_2(String setting, String url, String told)
            throws IOException {
        Map<String, String> settings = new java.util.HashMap<>(settings());
        settings.put(setting, String.format(url, closedPort()));

        Ran ran = command(settings, "--coupon", "" + SOUND, "--wait-s", "0", "--lang", "en");

        assertThat(ran.out).startsWith("UNKNOWN  coupon 1701").contains(told);
        assertThat(ran.code).isEqualTo(2);
    }

    @Test
    void the_command_reads_histories_writes_json_and_says_how_much_it_judged(@TempDir Path dir) throws IOException {
        Path history = dir.resolve("history.csv");
        Files.writeString(
                history,
                "# a run, startedAtMs=1000\ncoupon,user,node,attempt,dueNs,sentNs,endNs,outcome,serial,counted\n"
                        + told.stream()
                                .map(a -> a.couponId() + "," + a.userId() + ",0,1,0," + (a.sentNs() - 1_000_000_000L)
                                        + "," + (a.endNs() - 1_000_000_000L) + ","
                                        + a.outcome().label() + "," + (a.serial() > 0 ? a.serial() : "") + ",1\n")
                                .collect(Collectors.joining()));
        Path json = dir.resolve("report.json");

        Ran ran = command(
                settings(),
                "--coupon",
                "" + SOUND,
                "--history",
                history.toString(),
                "--json",
                json.toString(),
                "--deadline-ms",
                "60000",
                "--wait-s",
                "5",
                "--lang",
                "ko");

        assertThat(ran.out).startsWith("PASS  쿠폰 1701 (10개 중 10개 판정)").contains("✓ I10");
        assertThat(ran.code).isZero();
        assertThat(Files.readString(json)).contains("\"verdict\" : \"PASS\"", "\"invariant\" : \"I10\"");
    }

    @Test
    void a_coupon_that_nobody_knows_is_no_failure_of_anything() {
        AuditReport report = audit(deployment(), 1799, null, AT_ONCE);

        assertThat(report.failed()).isEmpty();
    }

    private record Ran(int code, String out) {}

    private static Ran command(Map<String, String> settings, String... arguments) {
        var all = new ArrayList<String>(List.of("audit"));
        all.addAll(List.of(arguments));
        settings.forEach((name, value) -> {
            all.add("--"
                    + name.substring("SEONCHAK_".length())
                            .toLowerCase(java.util.Locale.ROOT)
                            .replace('_', '-'));
            all.add(value);
        });
        var out = new StringWriter();
        CommandLine command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        return new Ran(command.execute(all.toArray(String[]::new)), out.toString());
    }

    private Map<String, String> settings() {
        return Map.of(
                "SEONCHAK_KAFKA_URL",
                Servers.stack().kafka().url(),
                "SEONCHAK_REDIS_URL",
                Servers.stack().redis().url(),
                "SEONCHAK_MYSQL_URL",
                mysqlUrl,
                "SEONCHAK_LOG_TOPIC",
                TOPIC,
                "SEONCHAK_LOG_PARTITIONS",
                "2");
    }

    private Deployment deployment() {
        return new Deployment(
                Servers.stack().kafka().url().replace("kafka://", ""),
                Map.of(),
                TOPIC,
                2,
                mysqlUrl,
                Servers.stack().redis().url());
    }

    private static AuditReport audit(
            Deployment deployment,
            long coupon,
            @org.jspecify.annotations.Nullable Histories histories,
            AuditOptions options) {
        return CouponAudit.run(deployment, coupon, histories, options, Progress.SILENT);
    }

    private static void assertFailed(AuditReport report, String evidence, Invariant... broken) {
        assertThat(report.verdict()).isEqualTo(AuditVerdict.FAIL);
        assertThat(report.failed()).as(report.toString()).contains(broken);
        assertThat(report.findings().stream()
                        .flatMap(f -> f.evidence().stream())
                        .collect(Collectors.joining("\n")))
                .contains(evidence);
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String freshDatabase() throws SQLException {
        String admin = Servers.stack().mysql().adminUrl();
        run(admin, "DROP DATABASE IF EXISTS audit_test");
        run(admin, "CREATE DATABASE audit_test");
        return admin.replaceFirst("/[^/]*$", "/audit_test");
    }

    private void execute(String sql) throws SQLException {
        run(mysqlUrl, sql);
    }

    private static void run(String url, String sql) throws SQLException {
        DatabaseAddress address = DatabaseAddress.parse(url);
        try (var connection = DriverManager.getConnection(
                        address.jdbcUrl(5_000, 60_000), address.user(), address.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String sql) throws SQLException {
        DatabaseAddress address = DatabaseAddress.parse(mysqlUrl);
        try (var connection = DriverManager.getConnection(
                        address.jdbcUrl(5_000, 60_000), address.user(), address.password());
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }
}
