package dev.seonchak.lab.dashboards;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Asks InfluxDB and Prometheus as Grafana does: variables and macros put in, the same calls of HTTP.
 *
 * @param influxUrl such as {@code http://127.0.0.1:8086}; its database is {@code k6}
 * @param from the begin of the time range
 * @param busy an instant of the load, where rates are not 0 : 0
 * @param to the end of the time range
 */
record GrafanaQueries(String influxUrl, String prometheusUrl, Instant from, Instant busy, Instant to) {

    private static final int INTERVAL_S = 5;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** What the variable {@code node} may stand for, as it is put into InfluxQL and into PromQL. */
    record Node(String influxQl, String promQl) {
        static final Node ALL = new Node(".*", ".*");

        static Node of(String name) {
            return new Node(name.replace(".", "\\."), name.replace(".", "\\\\."));
        }
    }

    /** Before there are servers to ask. */
    static GrafanaQueries none() {
        return new GrafanaQueries("", "", Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);
    }

    List<Series> ask(Ops.Target target, Node node) {
        return target.datasource().equals("seonchak-influxdb")
                ? influx(target.query().replace("$node", node.influxQl()))
                : prometheus(target.query().replace("$node", node.promQl()), target.instant());
    }

    List<Series> influx(String query) {
        String text = query.replace(
                        "$timeFilter", "time >= " + from.toEpochMilli() + "ms and time <= " + to.toEpochMilli() + "ms")
                .replace("$__interval_ms", Integer.toString(INTERVAL_S * 1_000))
                .replace("$__interval", INTERVAL_S + "s");
        JsonObject answer = get(influxUrl + "/query?db=k6&epoch=ms&q=" + encoded(text));
        JsonObject result = answer.getJsonArray("results", new JsonArray().add(new JsonObject()))
                .getJsonObject(0);
        if (answer.containsKey("error") || result.containsKey("error")) {
            throw new IllegalStateException(text + ": " + answer.encode());
        }
        List<Series> all = new ArrayList<>();
        Ops.objects(result.getJsonArray("series", new JsonArray())).forEach(series -> columns(all, series));
        return all;
    }

    private static void columns(List<Series> all, JsonObject series) {
        JsonArray columns = series.getJsonArray("columns");
        for (int c = 1; c < columns.size(); c++) {
            Map<String, String> tags = tags(series.getJsonObject("tags", new JsonObject()));
            tags.put("column", columns.getString(c));
            List<Double> values = new ArrayList<>();
            for (Object row : series.getJsonArray("values")) {
                if (((JsonArray) row).getValue(c) instanceof Number number) {
                    values.add(number.doubleValue());
                }
            }
            all.add(new Series(tags, values));
        }
    }

    List<Series> prometheus(String query, boolean instant) {
        String text = query.replace("$__rate_interval", 2 * INTERVAL_S + "s").replace("$__interval", INTERVAL_S + "s");
        String times = instant
                ? "query?time=" + busy.toEpochMilli() / 1000.0
                : "query_range?start=" + from.toEpochMilli() / 1000.0 + "&end=" + to.toEpochMilli() / 1000.0 + "&step="
                        + INTERVAL_S;
        JsonObject answer = get(prometheusUrl + "/api/v1/" + times + "&query=" + encoded(text));
        if (!Objects.equals(answer.getString("status"), "success")) {
            throw new IllegalStateException(text + ": " + answer.encode());
        }
        return Ops.objects(answer.getJsonObject("data").getJsonArray("result"))
                .map(series -> new Series(
                        tags(series.getJsonObject("metric")),
                        values(series.getJsonArray("values", new JsonArray().add(series.getJsonArray("value"))))))
                .toList();
    }

    private static List<Double> values(JsonArray points) {
        return points.stream()
                .filter(JsonArray.class::isInstance)
                .map(point -> Double.valueOf(((JsonArray) point).getString(1)))
                .filter(value -> !value.isNaN())
                .toList();
    }

    private static Map<String, String> tags(JsonObject json) {
        Map<String, String> tags = new HashMap<>();
        json.forEach(tag -> tags.put(tag.getKey(), tag.getValue().toString()));
        return tags;
    }

    /** The values that a variable of a dashboard offers. */
    List<String> offered(JsonObject variable) {
        if (variable.getValue("query") instanceof String showTagValues) {
            JsonArray series = get(influxUrl + "/query?db=k6&q=" + encoded(showTagValues))
                    .getJsonArray("results")
                    .getJsonObject(0)
                    .getJsonArray("series", new JsonArray());
            return Ops.objects(series)
                    .flatMap(one -> one.getJsonArray("values").stream())
                    .map(row -> ((JsonArray) row).getString(1))
                    .toList();
        }
        String[] words = variable.getString("definition").split("[(), ]+", -1);
        return get(prometheusUrl + "/api/v1/label/" + words[2] + "/values?match[]=" + words[1])
                .getJsonArray("data")
                .stream()
                .map(Object::toString)
                .toList();
    }

    /** The rules as Prometheus has loaded and evaluated them. */
    List<JsonObject> loadedRules() {
        return Ops.objects(get(prometheusUrl + "/api/v1/rules")
                        .getJsonObject("data")
                        .getJsonArray("groups"))
                .flatMap(group -> Ops.objects(group.getJsonArray("rules")))
                .toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private JsonObject get(String url) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url.replace("[]", "%5B%5D")))
                    .build();
            return new JsonObject(HTTP.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new IllegalStateException(url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(url, e);
        }
    }
}
