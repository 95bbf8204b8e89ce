package dev.seonchak.lab.loadtest;

import dev.seonchak.lab.watch.Recording;
import dev.seonchak.lab.watch.Series;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.LongToDoubleFunction;

/** What was seen of service and servers, second by second of the load, for the report. A value that nobody saw is null. */
final class Watch {

    /** The name under which the service is watched. */
    static final String SERVICE = "Service";

    private static final long MS_PER_S = 1000;
    private static final long FRESH_MS = 2_500;

    private final Recording recording;
    private final long zeroMs;
    private final int seconds;

    /**
     * A view of a recording.
     *
     * @param zeroMs the wall clock at second 0
     */
    Watch(Recording recording, long zeroMs, int seconds) {
        this.recording = recording;
        this.zeroMs = zeroMs;
        this.seconds = seconds;
    }

    /** Adds what there is to a report's series. */
    void addTo(JsonObject series, long couponId) {
        put(series, "stock", gauge("seonchak_coupon_remaining{coupon=\"" + couponId + "\"}"));
        put(series, "lag", gauge("seonchak_recorder_lag"));
        put(series, "waiting", gauge("seonchak_issue_waiting"));
        put(series, "redisMemoryBytes", gauge("seonchak_redis_memory_used_bytes"));
        put(series, "heapBytes", gauge(Recording.JVM_MEMORY_BYTES));
        series.put(
                "pool",
                group(
                        "active",
                        "hikaricp_connections_active",
                        "pending",
                        "hikaricp_connections_pending",
                        "max",
                        "hikaricp_connections_max"));
        series.put("breakers", group("gate", "seonchak_gate_breaker_open", "log", "seonchak_log_breaker_open"));
        JsonArray processes = new JsonArray();
        for (String name : recording.nodes()) {
            if (!recording.series(name, Recording.CPU_SECONDS).isEmpty()) {
                processes.add(new JsonObject()
                        .put("name", name)
                        .put("cpu", rate(recording.series(name, Recording.CPU_SECONDS)))
                        .put("rssBytes", level(List.of(recording.series(name, Recording.RSS_BYTES)))));
            }
        }
        series.put("processes", processes);
    }

    private JsonObject group(String... namesAndMetrics) {
        JsonObject group = new JsonObject();
        for (int i = 0; i < namesAndMetrics.length; i += 2) {
            put(group, namesAndMetrics[i], gauge(namesAndMetrics[i + 1]));
        }
        return group;
    }

    private static void put(JsonObject object, String name, JsonArray values) {
        if (values.stream().anyMatch(Double.class::isInstance)) {
            object.put(name, values);
        }
    }

    /** A gauge of the service, over all of its labels together. */
    private JsonArray gauge(String metric) {
        List<String> keys = metric.endsWith("}") ? List.of(metric) : recording.metrics(SERVICE, metric);
        return level(keys.stream().map(key -> recording.series(SERVICE, key)).toList());
    }

    private JsonArray level(List<Series> parts) {
        return each(ms -> {
            double sum = Double.NaN;
            for (Series part : parts) {
                double value = part.at(ms, FRESH_MS);
                if (!Double.isNaN(value)) {
                    sum = Double.isNaN(sum) ? value : sum + value;
                }
            }
            return sum;
        });
    }

    /** By how much a counter grows a second. */
    private JsonArray rate(Series counter) {
        return each(ms -> counter.at(ms, FRESH_MS) - counter.at(ms - MS_PER_S, FRESH_MS));
    }

    private JsonArray each(LongToDoubleFunction atMs) {
        JsonArray values = new JsonArray();
        for (int second = 0; second < seconds; second++) {
            double value = atMs.applyAsDouble(zeroMs + (second + 1) * MS_PER_S);
            if (Double.isFinite(value)) {
                values.add(value);
            } else {
                values.addNull();
            }
        }
        return values;
    }
}
