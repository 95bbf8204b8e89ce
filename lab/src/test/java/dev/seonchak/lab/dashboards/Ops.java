package dev.seonchak.lab.dashboards;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The files of {@code ops}, as Grafana and Prometheus read them. */
final class Ops {

    static final Path ROOT = Path.of("").toAbsolutePath().resolveSibling("ops");
    static final Path PROMETHEUS = ROOT.resolve("prometheus");

    private static final Path GRAFANA = ROOT.resolve("grafana");

    private Ops() {}

    /** A panel of a dashboard; rows are left out. */
    record Panel(String board, JsonObject json) {
        String title() {
            return json.getString("title", "");
        }

        List<Target> targets() {
            return objects(json.getJsonArray("targets", new JsonArray()))
                    .map(target -> new Target(
                            board + " / " + title() + " / " + target.getString("refId"),
                            target.getJsonObject("datasource").getString("uid"),
                            target.getString("query", target.getString("expr", "")),
                            target.getBoolean("instant", false)))
                    .toList();
        }
    }

    /** A query with where it stands. */
    record Target(String where, String datasource, String query, boolean instant) {}

    static List<Path> boards() {
        return files(GRAFANA.resolve("dashboards"), ".json");
    }

    static JsonObject board(Path file) {
        return new JsonObject(text(file));
    }

    /** Every panel, also those inside of rows. */
    static List<Panel> panels(Path board) {
        return panels(board.getFileName().toString(), board(board).getJsonArray("panels"))
                .toList();
    }

    private static Stream<Panel> panels(String board, JsonArray panels) {
        return objects(panels)
                .flatMap(panel -> panel.getString("type", "").equals("row")
                        ? panels(board, panel.getJsonArray("panels", new JsonArray()))
                        : Stream.of(new Panel(board, panel)));
    }

    /** The uids of the data sources that provisioning makes, each with its type. */
    static Map<String, String> datasources() {
        return files(GRAFANA.resolve("provisioning/datasources"), ".yaml").stream()
                .flatMap(file -> objects(yaml(file).getJsonArray("datasources")))
                .collect(Collectors.toMap(one -> one.getString("uid"), one -> one.getString("type")));
    }

    /** The alert rules that provisioning makes in Grafana. */
    static List<JsonObject> grafanaAlerts() {
        return files(GRAFANA.resolve("provisioning/alerting"), ".yaml").stream()
                .flatMap(file -> rules(yaml(file)))
                .toList();
    }

    /** The alert rules of Prometheus. */
    static List<JsonObject> prometheusAlerts() {
        return rules(yaml(PROMETHEUS.resolve("alerts.yaml"))).toList();
    }

    private static Stream<JsonObject> rules(JsonObject file) {
        return objects(file.getJsonArray("groups")).flatMap(group -> objects(group.getJsonArray("rules")));
    }

    static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }

    private static JsonObject yaml(Path file) {
        Map<String, Object> values = new Yaml().load(text(file));
        // By way of text, because the lists and maps inside are to be arrays and objects, too.
        return new JsonObject(new JsonObject(values).encode());
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder, String suffix) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
