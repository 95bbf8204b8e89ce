package dev.seonchak.lab.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seonchak.core.audit.AuditVerdict;
import dev.seonchak.core.audit.Finding;
import dev.seonchak.core.audit.Invariant;
import dev.seonchak.lab.document.Check;
import dev.seonchak.lab.document.Origin;
import dev.seonchak.lab.page.Chromium;
import dev.seonchak.lab.page.RunDirectory;
import dev.seonchak.localstack.Progress;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole load tests: real k6, real servers, a node of the service. Small ones, but nothing in them is another thing. */
class LoadTestTest {

    private static final Path SCRIPT = Path.of("..", "ops", "k6", "coupon-issue.js");

    /** A claim on a busy machine may take its time; what it says is judged, not when. */
    private static final Thresholds PATIENT = new Thresholds(0, null, null);

    private static final Origin ORIGIN = new Origin("./seonchak loadtest", "test");

    @TempDir
    private static Path home;

    private static @Nullable K6 k6;
    private static @Nullable OwnStack stack;

    @BeforeAll
    static void start() throws IOException {
        k6 = K6Here.orSkip();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        stack = OwnStack.start(home.resolve("stack"), classPath, List.of("-Xmx256m"), null, Progress.silent());
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void a_sale_under_k6_keeps_every_promise_and_every_request_is_accounted_for(@TempDir Path directory)
            throws Exception {
        LoadTestSpec spec = spec(1, 60, PATIENT);

        LoadTestResult result = run(stack(), spec, directory);

        JsonObject document = LoadTestDocument.of(result, ORIGIN, "here");
        assertThat(document.getString("verdict")).as(document.encodePrettily()).isEqualTo("PASS");
        assertThat(audited(result, Invariant.I3, Invariant.I4, Invariant.I6, Invariant.I8, Invariant.I9, Invariant.I10))
                .allMatch(finding -> finding.status() == Finding.Status.PASS);
        JsonObject requests = document.getJsonObject("requests");
        assertThat(requests.getLong("ok")).isEqualTo(60);
        assertThat(sum(document.getJsonArray("outcomes"), "count")).isEqualTo(requests.getLong("sent"));
        assertThat(requests.getLong("sent"))
                .isBetween(550L, spec.plan().schedule().planned());
        JsonObject series = document.getJsonObject("series");
        assertThat(series.getJsonArray("sent").stream()
                        .mapToLong(n -> ((Number) n).longValue())
                        .sum())
                .isEqualTo(requests.getLong("sent"));
        assertThat(document.getJsonArray("errors").stream().map(one -> ((JsonObject) one).getString("kind")))
                .containsExactly("timeout", "already-issued", "sold-out", "db-duplicate-key", "other");
        assertThat(series.getJsonArray("processes").stream().map(one -> ((JsonObject) one).getString("name")))
                .contains("Service", "Redis", "Kafka", "MySQL", "k6");
        assertThat(Files.readAllLines(directory.resolve("history.csv"))).hasSize(2 + (int) result.answers());
    }

    @Test
    void its_report_is_drawn_in_a_browser_with_every_chart(@TempDir Path directory) throws Exception {
        try (Chromium browser = Chromium.orSkip()) {
            // Enough users and units for 202s in every second.
            LoadPlan plan = new LoadPlan(100, LoadPlan.stages("200:4s"), 2_000, 100, 1_000, 30);
            LoadTestResult result = run(stack(), new LoadTestSpec(plan, PATIENT, 6, 400, null), directory);
            JsonObject document = LoadTestDocument.of(result, ORIGIN, "here");
            RunDirectory.write(document, directory);

            try (Chromium.Visit visit = browser.open(directory.resolve(RunDirectory.PAGE), "en-US")) {
                for (String chart : Chromium.CHARTS) {
                    assertThat(Chromium.dots(visit.page(), chart)).as(chart).isGreaterThan(150);
                }
                assertThat(visit.page().locator(".verdict h1").textContent()).isEqualTo("Passed");
                assertThat(visit.page().locator("#figures").textContent())
                        .contains(String.format(
                                Locale.ROOT, "%,d", result.summary().requests()));
                assertThat(visit.complaints()).isEmpty();
            }
        }
    }

    @Test
    void a_threshold_that_does_not_hold_is_a_fail_though_every_promise_is_kept(@TempDir Path directory)
            throws Exception {
        LoadTestResult result = run(stack(), spec(2, 60, new Thresholds(0, null, 0)), directory);

        assertThat(Checks.of(result).stream().filter(check -> check.status() == Finding.Status.FAIL))
                .extracting(Check::id)
                .containsExactly("p99");
        assertThat(result.report()).isNotNull();
        assertThat(result.report().verdict()).isEqualTo(AuditVerdict.PASS);
    }

    @Test
    void without_knowing_where_to_audit_it_does_not_say_pass(@TempDir Path directory) throws Exception {
        Ground blind = new Elsewhere(stack().url(), stack().adminToken(), null);

        LoadTestResult result = run(blind, spec(3, 60, PATIENT), directory);

        assertThat(LoadTestDocument.verdict(Checks.of(result), result.report())).isEqualTo(AuditVerdict.UNKNOWN);
    }

    @Test
    void a_coupon_that_somebody_has_is_left_alone(@TempDir Path directory) throws Exception {
        run(stack(), spec(4, 5, PATIENT), directory);
        Path second = Files.createDirectory(directory.resolve("second"));

        assertThatThrownBy(() -> run(stack(), spec(4, 5, PATIENT), second))
                .isInstanceOf(LoadTestFailed.class)
                .hasMessageContaining("nothing was sent");
        assertThat(second).isEmptyDirectory();
    }

    @Test
    void without_a_token_nothing_is_sent_and_it_says_which_variable(@TempDir Path directory) {
        Ground closed = new Elsewhere(stack().url(), null, null);

        assertThatThrownBy(() -> run(closed, spec(5, 5, PATIENT), directory))
                .isInstanceOf(LoadTestFailed.class)
                .hasMessageContaining("SEONCHAK_ADMIN_TOKEN");
        assertThat(directory).isEmptyDirectory();
    }

    private static LoadTestSpec spec(long coupon, int quantity, Thresholds thresholds) {
        LoadPlan plan = new LoadPlan(100, LoadPlan.stages("200:4s"), 150, 100, 1_000, 30);
        return new LoadTestSpec(plan, thresholds, coupon, quantity, null);
    }

    private static LoadTestResult run(Ground ground, LoadTestSpec spec, Path directory) throws Exception {
        assertThat(k6).isNotNull();
        return new LoadTest(ground, spec, SCRIPT, directory, new Silent()).run(k6);
    }

    private static OwnStack stack() {
        assertThat(stack).isNotNull();
        return stack;
    }

    private static List<Finding> audited(LoadTestResult result, Invariant... which) {
        assertThat(result.report()).isNotNull();
        return List.of(which).stream().map(result.report()::finding).toList();
    }

    private static long sum(JsonArray objects, String field) {
        return objects.stream()
                .mapToLong(one -> ((JsonObject) one).getLong(field))
                .sum();
    }

    private static final class Silent implements Teller {
        @Override
        public void step(String what) {}

        @Override
        public void now(String line) {}
    }
}
