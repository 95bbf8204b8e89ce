package dev.seonchak.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.core.audit.AuditReport;
import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.core.audit.Finding;
import dev.seonchak.core.audit.Finding.Status;
import dev.seonchak.core.audit.Invariant;
import dev.seonchak.core.audit.Words;
import dev.seonchak.lab.document.Origin;
import dev.seonchak.lab.fault.Fault;
import dev.seonchak.lab.fault.Faults;
import dev.seonchak.lab.load.Attempt;
import dev.seonchak.lab.load.Latency;
import dev.seonchak.lab.load.LoadResult;
import dev.seonchak.lab.load.Series;
import dev.seonchak.lab.load.Settle.Settled;
import dev.seonchak.lab.page.RunDirectory;
import dev.seonchak.lab.page.RunFile;
import dev.seonchak.lab.run.Aftermath;
import dev.seonchak.lab.run.Crowd;
import dev.seonchak.lab.run.Experiment;
import dev.seonchak.lab.run.Latencies;
import dev.seonchak.lab.run.Measurements;
import dev.seonchak.lab.run.RunResult;
import dev.seonchak.lab.run.Strike;
import dev.seonchak.lab.run.Struck;
import dev.seonchak.lab.watch.Event;
import dev.seonchak.lab.watch.Recording;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run was becomes what its document says: a small run, made up. */
class RunDocumentTest {
    private static final long ZERO_MS = 1_000_000;
    private static final Latencies SEEN = new Latencies(Map.of(ClientOutcome.ACCEPTED, 3L), 7.5, Double.NaN, 9);
    private static final Fault FAULT = Faults.named("redis-delay-50");

    private final JsonObject document =
            RunDocument.of(result("", OptionalLong.of(300)), new Origin("./seonchak lab scenario x", "abc"));

    @Test
    void it_can_be_read_as_a_run_and_shown_as_a_page(@TempDir Path dir) throws Exception {
        Path page = RunDirectory.write(document, dir);

        assertThat(RunFile.read(dir).encode()).isEqualTo(document.encode());
        assertThat(page).content().contains("redis-delay-50");
    }

    @Test
    void seconds_go_on_until_everything_was_over_and_their_sums_are_the_outcomes() {
        JsonObject series = document.getJsonObject("series");

        assertThat(series.getJsonArray("second")).hasSize(6);
        assertThat(series.getJsonArray("sent")).containsExactly(2L, 1L, 0L, 0L, 0L, 0L);
        assertThat(series.getJsonObject("byOutcome").getJsonArray("accepted")).containsExactly(1L, 1L, 0L, 0L, 0L, 0L);
        assertThat(series.getJsonObject("byOutcome").getJsonArray("dropped")).containsExactly(0L, 1L, 0L, 0L, 0L, 0L);
        assertThat(series.getJsonObject("latencyMs").getJsonArray("p99").getValue(5))
                .isNull();
        assertThat(document.getJsonObject("requests"))
                .isEqualTo(new JsonObject()
                        .put("planned", 4L)
                        .put("sent", 3L)
                        .put("dropped", 1L)
                        .put("ok", 2L)
                        .put("okShare", 2.0 / 3)
                        .put("unexpected", 2L));
        assertThat(document.getJsonArray("outcomes").stream().map(one -> ((JsonObject) one).getString("label")))
                .containsExactly("accepted", "timeout", "dropped");
    }

    @Test
    void a_load_that_ended_early_has_no_more_of_its_plan_than_that() {
        JsonObject plan = document.getJsonObject("plan");

        assertThat(plan.getDouble("startRate")).isEqualTo(100);
        assertThat(plan.getJsonArray("stages"))
                .containsExactly(
                        new JsonObject().put("ratePerSecond", 500.0).put("seconds", 1.0),
                        new JsonObject().put("ratePerSecond", 500.0).put("seconds", 0.5));
        assertThat(document.getJsonObject("series").getJsonArray("asked").stream()
                        .map(rate -> Math.round(((Number) rate).doubleValue())))
                .containsExactly(300L, 0L, 0L, 0L, 0L, 0L);
    }

    @Test
    void the_fault_is_on_the_axis_of_time_and_in_the_story_in_both_languages() {
        assertThat(document.getJsonArray("events"))
                .containsExactly(new JsonObject()
                        .put("from", 0.5)
                        .put("to", 1.25)
                        .put("label", words("redis-delay-50", "redis-delay-50")));
        assertThat(document.getJsonArray("happened"))
                .containsExactly(
                        new JsonObject().put("at", -0.4).put("origin", "lab").put("what", words("it begins", "시작")),
                        new JsonObject()
                                .put("at", 0.6)
                                .put("origin", "application")
                                .put("what", words("api 1 bypasses Redis", "api 1 Redis를 우회함")));
        JsonArray stretches = document.getJsonArray("stretches");
        assertThat(stretches).hasSize(3);
        assertThat(stretches.getJsonObject(1).getJsonObject("what").getString("ko"))
                .isEqualTo(FAULT.what().ko());
        assertThat(stretches.getJsonObject(1).getDouble("acceptedP99Ms")).isEqualTo(7.5);
        assertThat(stretches.getJsonObject(1).getValue("refusedP99Ms")).isNull();
    }

    @Test
    void what_took_how_long_until_normal_has_its_limit_beside_it() {
        assertThat(recovery(document, 0)).containsExactly(300, 5_000);
        assertThat(recovery(document, 1)).containsExactly(null, 30_500);
        JsonObject unjudged = RunDocument.of(result("", OptionalLong.empty()), new Origin("", ""));
        assertThat(recovery(unjudged, 0)).containsExactly(null, null);
        assertThat(unjudged.getJsonArray("recovery").stream().map(one -> ((JsonObject) one).getString("status")))
                .containsExactly("NOT_JUDGED", "FAIL");
    }

    @Test
    void a_fault_that_did_not_come_at_its_moment_and_a_late_generator_are_told() {
        JsonObject late = RunDocument.of(result("its moment did not come", OptionalLong.empty()), new Origin("", ""));

        assertThat(late.getString("verdict")).isEqualTo("UNKNOWN");
        assertThat(statuses(late)).containsExactly("moment UNKNOWN", "held NOT_JUDGED", "settled PASS");
        assertThat(statuses(document)).containsExactly("moment PASS", "held NOT_JUDGED", "settled PASS");
        assertThat(document.getJsonArray("checks").getJsonObject(2).getJsonObject("detail"))
                .isEqualTo(words("1 users asked again, 0 still do not know", "1명이 다시 물음, 아직 모름 0명"));
    }

    private static List<String> statuses(JsonObject document) {
        return document.getJsonArray("checks").stream()
                .map(JsonObject.class::cast)
                .map(check -> check.getString("id") + " " + check.getString("status"))
                .toList();
    }

    private static List<Integer> recovery(JsonObject document, int number) {
        JsonObject one = document.getJsonArray("recovery").getJsonObject(number);
        return Arrays.asList(one.getInteger("afterMs"), one.getInteger("withinMs"));
    }

    private static JsonObject words(String en, String ko) {
        return new JsonObject().put("en", en).put("ko", ko);
    }

    private static RunResult result(String note, OptionalLong p99Back) {
        Strike strike = Strike.after(500, FAULT, 500);
        Struck struck = new Struck(strike, note, ZERO_MS + 500, ZERO_MS + 1_000, ZERO_MS + 1_250);
        Aftermath aftermath =
                new Aftermath(struck, SEEN, p99Back.isPresent(), p99Back, 5_000, OptionalLong.empty(), 30_500);
        List<Finding> findings = Arrays.stream(Invariant.values())
                .map(one -> new Finding(one, Status.PASS, new Words("holds", "지켜짐"), List.of(), 0))
                .toList();
        return new RunResult(
                new Experiment("made-up", List.of(strike), Crowd.steady(500, 10_000), 3),
                7,
                ZERO_MS - 600,
                SEEN,
                List.of(aftermath),
                SEEN,
                new Settled(1, 1, Map.of(ClientOutcome.SOLD_OUT, 1L), List.of()),
                new AuditReport(7, findings),
                List.of(
                        new Event(ZERO_MS - 400, Event.Origin.LAB, "", new Words("it begins", "시작")),
                        new Event(
                                ZERO_MS + 600,
                                Event.Origin.APPLICATION,
                                "api 1",
                                new Words("bypasses Redis", "Redis를 우회함"))),
                true,
                8_000,
                new Measurements(load(), series(), new Recording(), ZERO_MS, ZERO_MS + 5_200));
    }

    private static Series series() {
        Series series = new Series(1_000);
        series.started(ZERO_MS, 0);
        finished(series, 100, ClientOutcome.ACCEPTED);
        finished(series, 900, ClientOutcome.TIMEOUT);
        finished(series, 1_100, ClientOutcome.ACCEPTED);
        finished(series, 1_200, ClientOutcome.DROPPED);
        return series;
    }

    private static void finished(Series series, long dueMs, ClientOutcome outcome) {
        long dueNs = dueMs * 1_000_000;
        series.finished(new Attempt(7, dueMs, 0, 1, dueNs, dueNs, dueNs + 4_000_000, outcome, 0, true));
    }

    private static LoadResult load() {
        Latency one = new Latency(1, 4, 4, 4, 4, 4);
        Latency two = new Latency(2, 4, 4, 4, 4, 4);
        Map<ClientOutcome, Latency> byOutcome =
                Map.of(ClientOutcome.ACCEPTED, two, ClientOutcome.TIMEOUT, one, ClientOutcome.DROPPED, one);
        return new LoadResult(4, 2, 3, 0, 2, 1.5, 1.6, two, byOutcome, Map.of(), Map.of(), 0, 1, 1, one, one, Map.of());
    }
}
