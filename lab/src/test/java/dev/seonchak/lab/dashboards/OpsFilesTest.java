package dev.seonchak.lab.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seonchak.localstack.Prometheus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboards and alarms as files: whole, and of one piece. */
class OpsFilesTest {

    private static final Pattern HANGUL = Pattern.compile("\\p{IsHangul}");
    private static final Pattern LATIN = Pattern.compile("[A-Za-z]{2}");

    static List<Path> boards() {
        return Ops.boards();
    }

    @ParameterizedTest
    @MethodSource("boards")
    void every_panel_can_be_told_from_the_others_and_says_what_it_shows(Path file) {
        JsonObject board = Ops.board(file);
        assertThat(board.getString("uid")).startsWith("seonchak-");
        assertThat(Ops.objects(board.getJsonArray("panels")).map(panel -> panel.getInteger("id")))
                .doesNotHaveDuplicates()
                .doesNotContainNull();
        List<Ops.Panel> panels = Ops.panels(file);
        assertThat(panels).isNotEmpty();
        assertThat(panels.stream().map(Ops.Panel::title)).doesNotHaveDuplicates();
        assertThat(panels).allSatisfy(panel -> {
            assertThat(panel.title()).isNotBlank();
            assertThat(panel.json().getString("description"))
                    .as(panel.title())
                    .containsPattern(HANGUL)
                    .containsPattern(LATIN);
            assertThat(panel.targets()).as(panel.title()).isNotEmpty();
            assertThat(panel.targets().stream().map(Ops.Target::where)).doesNotHaveDuplicates();
            assertThat(panel.json().getJsonObject("fieldConfig").encode()).contains("\"unit\"");
        });
    }

    @ParameterizedTest
    @MethodSource("boards")
    void every_query_goes_to_a_data_source_that_is_provisioned(Path file) {
        Map<String, String> known = Ops.datasources();
        assertThat(Ops.panels(file).stream().map(panel -> panel.json().getJsonObject("datasource")))
                .allSatisfy(
                        source -> assertThat(known).containsEntry(source.getString("uid"), source.getString("type")));
        assertThat(Ops.panels(file).stream().flatMap(panel -> panel.targets().stream()))
                .allSatisfy(target -> assertThat(known).containsKey(target.datasource()));
        assertThat(Ops.objects(Ops.board(file).getJsonObject("templating").getJsonArray("list")))
                .allSatisfy(variable -> assertThat(known)
                        .containsKey(variable.getJsonObject("datasource").getString("uid")));
    }

    @ParameterizedTest
    @MethodSource("boards")
    void no_panel_lies_on_another(Path file) {
        boolean[][] taken = new boolean[200][24];
        Ops.objects(Ops.board(file).getJsonArray("panels")).forEach(panel -> {
            JsonObject at = panel.getJsonObject("gridPos");
            for (int y = at.getInteger("y"); y < at.getInteger("y") + at.getInteger("h"); y++) {
                for (int x = at.getInteger("x"); x < at.getInteger("x") + at.getInteger("w"); x++) {
                    assertThat(taken[y][x]).as(panel.getString("title")).isFalse();
                    taken[y][x] = true;
                }
            }
        });
    }

    @Test
    void the_first_panels_of_the_load_test_are_those_of_the_plan() {
        List<String> titles = Ops.panels(board("load-test.json")).stream()
                .map(panel -> panel.title().replaceFirst("^(\\d[a-z]?).*", "$1"))
                .limit(10)
                .toList();
        assertThat(titles).containsExactly("1", "2", "3", "4", "5", "6a", "6b", "6c", "6d", "6e");
    }

    /** An average of percentiles is the percentile of nothing. */
    @Test
    void no_query_averages_percentiles() {
        assertThat(Ops.panels(board("load-test.json")).stream()
                        .flatMap(panel -> panel.targets().stream())
                        .map(target -> target.query().toLowerCase(Locale.ROOT))
                        .filter(query -> query.contains("percentile(")))
                .hasSizeGreaterThanOrEqualTo(3)
                .noneMatch(query -> query.contains("mean(") || query.contains("from ("));
    }

    @Test
    void every_alarm_says_in_two_languages_what_to_do_and_where_to_read_on() {
        List<JsonObject> alarms = Stream.concat(Ops.prometheusAlerts().stream(), Ops.grafanaAlerts().stream())
                .toList();
        assertThat(alarms).hasSizeGreaterThanOrEqualTo(15).allSatisfy(alarm -> {
            JsonObject annotations = alarm.getJsonObject("annotations");
            assertThat(annotations.getString("summary")).containsPattern(HANGUL).containsPattern(LATIN);
            assertThat(annotations.getString("description")).isNotBlank();
            assertThat(alarm.getJsonObject("labels").getString("severity")).isIn("critical", "warning", "info");
            assertThat(headings())
                    .contains(annotations
                            .getString("runbook", annotations.getString("runbook_url"))
                            .replace("docs/operations.md#", ""));
        });
    }

    @Test
    void every_alarm_of_grafana_compares_what_it_asked_for() {
        List<JsonObject> alarms = Ops.grafanaAlerts();
        assertThat(alarms).isNotEmpty();
        assertThat(alarms.stream().map(alarm -> alarm.getString("uid"))).doesNotHaveDuplicates();
        assertThat(alarms).allSatisfy(alarm -> {
            JsonArray data = alarm.getJsonArray("data");
            assertThat(Ops.objects(data).map(step -> step.getString("refId"))).containsExactly("A", "B", "C");
            assertThat(Ops.objects(data).map(step -> step.getString("datasourceUid")))
                    .containsExactly("seonchak-influxdb", "__expr__", "__expr__");
            assertThat(alarm.getString("condition")).isEqualTo("C");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"check rules alerts.yaml", "check config prometheus.yaml", "test rules alerts.test.yaml"})
    void promtool_has_no_objection(String command) throws IOException, InterruptedException {
        assumeTrue(Prometheus.obstacle().isEmpty(), () -> Prometheus.obstacle().orElse(""));
        Process promtool = new ProcessBuilder(("promtool " + command).split(" ", -1))
                .directory(Ops.PROMETHEUS.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
    }

    /** The tests of the alarms leave none out. */
    @Test
    void every_alarm_of_prometheus_is_seen_to_ring() {
        String tests = Ops.text(Ops.PROMETHEUS.resolve("alerts.test.yaml"));
        assertThat(Ops.prometheusAlerts().stream().map(alarm -> alarm.getString("alert")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(tests).contains("alertname=\"" + name + "\""));
    }

    /** As GitHub makes anchors of them. */
    private static List<String> headings() {
        return Ops.text(Ops.ROOT.resolveSibling("docs").resolve("operations.md"))
                .lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3).toLowerCase(Locale.ROOT).replace(' ', '-'))
                .toList();
    }

    private static Path board(String name) {
        return Ops.boards().stream()
                .filter(file -> file.endsWith(name))
                .findFirst()
                .orElseThrow();
    }
}
