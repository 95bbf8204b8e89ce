package dev.seonchak.lab.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seonchak.lab.admin.Admin;
import dev.seonchak.lab.loadtest.InfluxTarget;
import dev.seonchak.lab.loadtest.K6;
import dev.seonchak.lab.loadtest.K6Here;
import dev.seonchak.localstack.InfluxDb;
import dev.seonchak.localstack.Ports;
import dev.seonchak.localstack.Prometheus;
import dev.seonchak.localstack.Service;
import dev.seonchak.localstack.ServiceOptions;
import dev.seonchak.localstack.Stack;
import dev.seonchak.localstack.StackOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A load by k6 on a real service, watched by a real InfluxDB and a real Prometheus; then every query of every panel and alarm
 * is asked of them, and where the answer is known it must be that. Coupon 8.
 *
 * <p>The load is a short one; {@code -Dseonchak.watched=plan} makes it the load-test plan's own two minutes.
 */
@TestInstance(Lifecycle.PER_CLASS)
class WatchedLoadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * What k6 sends.
     *
     * @param stock units of the coupon
     * @param options of its script
     */
    private record Load(int stock, Map<String, String> options) {
        /** So few VUs that some iterations are dropped, and the panel about them has something to show. */
        static final Load SHORT = new Load(
                100,
                Map.of("USERS", "400", "START_RATE", "400", "STAGES", "400:6s,200:4s", "VUS", "1", "MAX_VUS", "1"));

        /** The script's own defaults; VUs enough for two cores that InfluxDB and Prometheus share. */
        static final Load PLAN = new Load(25_000, Map.of("VUS", "1200"));

        static Load asked() {
            return System.getProperty("seonchak.watched", "").equals("plan") ? PLAN : SHORT;
        }
    }

    private static final Load LOAD = Load.asked();
    /** Two of k6's samples at the same nanosecond are one point of InfluxDB. */
    private static final double TAKEN = 0.01;

    private static final Pattern METRIC = Pattern.compile("\\b(up|(seonchak|hikaricp)_[a-z_]+)\\b");

    private @Nullable Stack stack;
    private String node = "";
    private JsonObject summary = new JsonObject();
    private GrafanaQueries grafana = GrafanaQueries.none();

    @BeforeAll
    void load(@TempDir Path dir) throws IOException, InterruptedException {
        K6 k6 = K6Here.orSkip();
        Stream.of(InfluxDb.obstacle(), Prometheus.obstacle())
                .forEach(obstacle -> assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse("")));
        Stack started = Stack.start(StackOptions.forTests());
        stack = started;
        InfluxDb influx = started.influxDb();
        Service service = service(started, influx.url() + "/k6");
        node = "127.0.0.1:" + service.port();
        Prometheus prometheus = started.prometheus(Ops.text(Ops.PROMETHEUS.resolve("prometheus.yaml"))
                .replaceFirst("(?s)dns_sd_configs:.*", "static_configs: [ { targets: ['" + node + "'] } ]")
                .replace("alerts.yaml", Ops.PROMETHEUS.resolve("alerts.yaml").toString())
                .replace("5s", "1s"));
        prometheus.start();
        // It is seconds from its start to its first look at a node.
        await().atMost(PATIENCE).until(() -> {
            Instant now = Instant.now();
            return !new GrafanaQueries(influx.url(), prometheus.url(), now, now, now)
                    .prometheus("seonchak_ready == 1", true)
                    .isEmpty();
        });
        try (Admin admin = new Admin(URI.create(service.url()), started.adminToken())) {
            assertThat(admin.define(8, "Watched", LOAD.stock()).done()).isTrue();
        }
        Instant from = Instant.now().minusSeconds(10);
        Path told = dir.resolve("summary.json");
        Map<String, String> options = new HashMap<>(LOAD.options());
        options.putAll(Map.of("SUMMARY", told.toString(), "TARGET", service.url()));
        Instant begun = Instant.now();
        Path log = dir.resolve("k6.log");
        K6.End end = k6.run(
                Ops.ROOT.resolve("k6/coupon-issue.js"),
                options,
                InfluxTarget.parse(influx.url() + "/k6"),
                log,
                pid -> {},
                line -> {});
        assertThat(end).as(() -> Ops.text(log)).isNotEqualTo(K6.End.BROKEN);
        summary = new JsonObject(Ops.text(told)).getJsonObject("metrics");
        Instant busy = begun.plus(Duration.between(begun, Instant.now()).dividedBy(2));
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            grafana = new GrafanaQueries(influx.url(), prometheus.url(), from, busy, Instant.now());
            assertThat(grafana.prometheus("sum(seonchak_recorder_rows_total)", false)
                            .getFirst()
                            .last())
                    .isEqualTo(LOAD.stock());
            assertThat(grafana.influx("SELECT last(\"value\") FROM \"seonchak_coupon_remaining\" WHERE $timeFilter")
                            .getFirst()
                            .last())
                    .isZero();
            assertThat(grafana.loadedRules())
                    .isNotEmpty()
                    .allMatch(rule -> !rule.getString("health").equals("unknown"));
        });
    }

    private static Service service(Stack stack, String influxUrl) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Service service = stack.service(new ServiceOptions(
                "service",
                Ports.free(),
                classPath,
                // A small heap is collected often enough to be seen.
                List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                Map.of("SEONCHAK_INFLUX_URL", influxUrl, "SEONCHAK_INFLUX_STEP_S", "1")));
        service.start();
        return service;
    }

    @AfterAll
    void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    static List<Path> boards() {
        return Ops.boards();
    }

    @ParameterizedTest
    @MethodSource("boards")
    void every_query_of_every_panel_shows_something(Path board) {
        List<String> silent = new ArrayList<>();
        for (Ops.Panel panel : Ops.panels(board)) {
            for (Ops.Target target : panel.targets()) {
                for (GrafanaQueries.Node chosen : List.of(GrafanaQueries.Node.ALL, GrafanaQueries.Node.of(node))) {
                    boolean nothingToShow = target.query().contains("dropped_iterations") && dropped() == 0;
                    if (!nothingToShow
                            && grafana.ask(target, chosen).stream()
                                    .allMatch(series -> series.values().isEmpty())) {
                        silent.add(target.where() + ": " + target.query());
                    }
                }
            }
        }
        assertThat(silent).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("boards")
    void the_node_can_be_chosen(Path board) {
        JsonObject variable = Ops.board(board)
                .getJsonObject("templating")
                .getJsonArray("list")
                .getJsonObject(0);
        assertThat(grafana.offered(variable)).containsExactly(node);
        Ops.Panel heap = panel(board.getFileName().toString(), "힙");
        assertThat(grafana.ask(heap.targets().getFirst(), GrafanaQueries.Node.of("127.0.0.1:1")))
                .isEmpty();
    }

    @Test
    void the_plans_panels_show_what_k6_counted() {
        double requests = number("http_reqs", "count");
        assertThat(load("1.").getFirst().sum()).isCloseTo(requests, within(TAKEN * requests));
        assertThat(load("2.").getFirst().last()).isCloseTo(number("http_req_failed", "rate"), within(TAKEN));
        List<Series> latency = load("3.");
        assertThat(latency).hasSize(3).allMatch(series -> !series.values().isEmpty());
        for (int i = 0; i < latency.getFirst().values().size(); i++) {
            assertThat(latency.get(0).values().get(i))
                    .isLessThanOrEqualTo(latency.get(1).values().get(i));
            assertThat(latency.get(1).values().get(i))
                    .isLessThanOrEqualTo(latency.get(2).values().get(i));
        }
        for (Ops.Target target : panel("load-test.json", "4.").targets()) {
            assertThat(grafana.ask(target, GrafanaQueries.Node.ALL).getFirst().values())
                    .as(target.where())
                    .allMatch(share -> share >= 0 && share <= 1)
                    .anyMatch(share -> share > 0.5);
        }
        assertThat(load("5.").getFirst().last()).isZero();
        assertThat(load("6e").stream().map(series -> series.tags().get("partition")))
                .contains("0", "1", "2", "3");
        assertThat(load("6e")).allMatch(series -> series.last() == 0);
    }

    @Test
    void it_says_how_many_requests_influxdb_has_and_nothing_where_it_does_not_know() throws InterruptedException {
        double requests = number("http_reqs", "count");
        long fromMs = grafana.from().toEpochMilli();
        long toMs = grafana.to().toEpochMilli();
        assertThat((double) in(grafana.influxUrl()).requests(fromMs, toMs).orElseThrow())
                .isCloseTo(requests, within(TAKEN * requests));
        assertThat(in(grafana.influxUrl()).requests(0, 1)).hasValue(0);
        assertThat(InfluxTarget.parse(grafana.influxUrl() + "/missing").requests(fromMs, toMs))
                .isEmpty();
        assertThat(in(grafana.prometheusUrl()).requests(fromMs, toMs)).isEmpty();
    }

    private static InfluxTarget in(String server) {
        return InfluxTarget.parse(server + "/k6");
    }

    @Test
    void every_outcome_is_counted_as_k6_counted_it() {
        Map<String, Double> sums = load("결과 합계").stream()
                .collect(Collectors.toMap(series -> series.tags().getOrDefault("outcome", ""), Series::last));
        assertThat(sums.keySet()).contains("accepted", "already-issued", "sold-out");
        sums.forEach((outcome, sum) -> {
            double counted = number("coupon_outcomes{outcome:" + outcome + "}", "count");
            assertThat(sum).as(outcome).isCloseTo(counted, within(1 + TAKEN * counted));
        });
        assertThat(number("coupon_outcomes{outcome:accepted}", "count")).isEqualTo(LOAD.stock());
        assertThat(load("보내지 못한").stream().mapToDouble(Series::sum).sum()).isEqualTo(dropped());
        assertThat(load("전체 구간").getLast().last()).isCloseTo(number("http_req_duration", "max"), within(0.001));
    }

    @Test
    void the_stock_is_gone_and_every_unit_issued() {
        assertThat(load("남은 재고")).singleElement().satisfies(stock -> {
            assertThat(stock.tags()).containsEntry("coupon", "8");
            assertThat(stock.last()).isZero();
        });
        List<Ops.Target> issued = panel("load-test.json", "발급된 수와").targets();
        assertThat(issued)
                .hasSize(2)
                .allSatisfy(target -> assertThat(grafana.ask(target, GrafanaQueries.Node.ALL)
                                .getFirst()
                                .last())
                        .isEqualTo(LOAD.stock()));
        assertThat(operations("남은 재고").getFirst().last()).isZero();
        assertThat(operations("발급된 비율").getFirst().last()).isEqualTo(1);
    }

    @Test
    void the_day_looks_as_quiet_as_it_was() {
        assertThat(operations("준비된 노드").getFirst().last()).isEqualTo(1);
        assertThat(operations("503의 비율").getFirst().last()).isZero();
        assertThat(operations("DB 중복 키").getFirst().last()).isZero();
        assertThat(operations("격리된")).isNotEmpty().allMatch(series -> series.last() == 0);
        assertThat(operations("Kafka consumer lag")).hasSize(4).allMatch(series -> series.last() == 0);
        List<List<Series>> waits = panel("operations.json", "판정 대기").targets().stream()
                .map(target -> grafana.ask(target, GrafanaQueries.Node.ALL))
                .toList();
        assertThat(waits).hasSize(3);
        for (int i = 0; i < waits.getFirst().getFirst().values().size(); i++) {
            int at = i;
            assertThat(waits.stream().map(wait -> wait.getFirst().values().get(at)))
                    .isSorted();
        }
    }

    @Test
    void prometheus_evaluates_every_alarm_on_metrics_that_are_there_and_none_rings() {
        List<JsonObject> rules = grafana.loadedRules();
        assertThat(rules).hasSameSizeAs(Ops.prometheusAlerts()).allSatisfy(rule -> {
            assertThat(rule.getString("health")).as(rule.getString("lastError")).isEqualTo("ok");
            assertThat(rule.getString("state")).as(rule.getString("name")).isNotEqualTo("firing");
        });
        Set<String> metrics = rules.stream()
                .flatMap(rule -> METRIC.matcher(rule.getString("query")).results())
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        assertThat(metrics)
                .hasSizeGreaterThan(10)
                .allSatisfy(metric -> assertThat(grafana.prometheus("count(" + metric + ")", false))
                        .as(metric)
                        .isNotEmpty());
    }

    @Test
    void every_alarm_of_grafana_gets_an_answer_and_none_rings() {
        assertThat(Ops.grafanaAlerts()).allSatisfy(alarm -> {
            List<JsonObject> steps = Ops.objects(alarm.getJsonArray("data")).toList();
            List<Series> answer =
                    grafana.influx(steps.getFirst().getJsonObject("model").getString("query"));
            assertThat(answer).isNotEmpty().noneMatch(series -> series.values().isEmpty());
            JsonObject evaluator = steps.getLast()
                    .getJsonObject("model")
                    .getJsonArray("conditions")
                    .getJsonObject(0)
                    .getJsonObject("evaluator");
            double limit = evaluator.getJsonArray("params").getDouble(0);
            boolean above = evaluator.getString("type").equals("gt");
            assertThat(answer).noneMatch(series -> above ? series.last() > limit : series.last() < limit);
        });
    }

    /** k6 has no such metric where it dropped nothing. */
    private double dropped() {
        return summary.containsKey("dropped_iterations") ? number("dropped_iterations", "count") : 0;
    }

    private double number(String metric, String value) {
        return summary.getJsonObject(metric).getJsonObject("values").getDouble(value);
    }

    private List<Series> load(String title) {
        return first("load-test.json", title);
    }

    private List<Series> operations(String title) {
        return first("operations.json", title);
    }

    /** What the first query of a panel answers. */
    private List<Series> first(String board, String title) {
        return grafana.ask(panel(board, title).targets().getFirst(), GrafanaQueries.Node.ALL);
    }

    private static Ops.Panel panel(String board, String title) {
        return boards().stream()
                .filter(file -> file.endsWith(board))
                .flatMap(file -> Ops.panels(file).stream())
                .filter(panel -> panel.title().startsWith(title))
                .findFirst()
                .orElseThrow();
    }
}
