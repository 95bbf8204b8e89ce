package dev.seonchak.lab.document;

import dev.seonchak.lab.watch.Recording;
import dev.seonchak.lab.watch.Series;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongToDoubleFunction;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * What was seen of nodes and servers, second by second of a run. A value that nobody saw is null. What each node has for itself
 * is added up; what all of them tell of one and the same thing is told once.
 */
public final class Watch {
    private static final long MS_PER_S = 1_000;
    private static final long FRESH_MS = 2_500;
    private static final String GATE = "seonchak_gate_breaker_open";

    private final Recording recording;
    private final List<String> nodes;
    private final long zeroMs;
    private final int seconds;

    /**
     * A view of a recording.
     *
     * @param zeroMs the wall clock at second 0, milliseconds since the epoch
     */
    public Watch(Recording recording, long zeroMs, int seconds) {
        this.recording = recording;
        this.nodes = nodes(recording);
        this.zeroMs = zeroMs;
        this.seconds = seconds;
    }

    /** The service nodes among what was watched: those that were asked for their metrics. */
    public static List<String> nodes(Recording recording) {
        return recording.nodes().stream()
                .filter(name -> !recording.series(name, Recording.UP).isEmpty())
                .toList();
    }

    /** How many issuances a unique key of the database refused from second 0 on; NaN where nobody counts them. */
    public double duplicateKeys() {
        return ofNodes("seonchak_recorder_duplicate_keys_total").stream()
                .mapToDouble(counter -> counter.after(zeroMs).increase())
                .reduce(Double.NaN, known(Double::sum));
    }

    /** Adds what there is to the series of a document. */
    public void addTo(JsonObject series, long couponId) {
        // Each node has read some of the log: the one that has read most knows best.
        put(series, "stock", gauge("seonchak_coupon_remaining{coupon=\"" + couponId + "\"}", Math::min));
        ToDoubleBiFunction<Long, Long> lag = recording.highestLag(FRESH_MS);
        put(series, "lag", each(ms -> lag.applyAsDouble(ms - MS_PER_S + 1, ms)));
        put(series, "waiting", gauge("seonchak_issue_waiting", Double::sum));
        // One Redis, of which every node tells.
        put(series, "redisMemoryBytes", gauge("seonchak_redis_memory_used", Math::max));
        put(series, "heapBytes", gauge(Recording.JVM_MEMORY_BYTES, Double::sum));
        JsonObject pool = new JsonObject();
        for (String state : List.of("active", "pending", "max")) {
            List<Series> parts = ofNodes("hikaricp_connections_" + state);
            put(pool, state, each(ms -> together(parts, part -> highest(part, ms), Double::sum)));
        }
        series.put("pool", pool);
        series.put("breakers", breakers());
        series.put("processes", processes());
    }

    /** A lane a breaker: one that is open on one node says nothing of another node's. */
    private JsonObject breakers() {
        JsonObject breakers = new JsonObject();
        for (String breaker : List.of("gate", "log")) {
            for (String node : nodes) {
                Series open = recording.series(node, "seonchak_" + breaker + "_breaker_open");
                // A node that only records takes no claims that a breaker could keep out.
                if (!recording.series(node, GATE).isEmpty()) {
                    put(breakers, nodes.size() == 1 ? breaker : breaker + ", " + node, each(ms -> highest(open, ms)));
                }
            }
        }
        return breakers;
    }

    /** Of the second that ends then: what rises and falls within it is to be seen too. */
    private static double highest(Series gauge, long ms) {
        double highest = gauge.between(ms - MS_PER_S + 1, ms).max();
        return Double.isNaN(highest) ? gauge.at(ms, FRESH_MS) : highest;
    }

    private JsonArray processes() {
        JsonArray processes = new JsonArray();
        for (String name : recording.nodes()) {
            Series cpu = recording.series(name, Recording.CPU_SECONDS);
            if (!cpu.isEmpty()) {
                Series rss = recording.series(name, Recording.RSS_BYTES);
                processes.add(new JsonObject()
                        .put("name", name)
                        .put("cpu", each(ms -> rate(cpu, ms)))
                        .put("rssBytes", each(ms -> rss.at(ms, FRESH_MS))));
            }
        }
        return processes;
    }

    /** By how much a counter grew in a second; unknown where its process began anew. */
    private static double rate(Series counter, long ms) {
        double growth = counter.at(ms, FRESH_MS) - counter.at(ms - MS_PER_S, FRESH_MS);
        return growth < 0 ? Double.NaN : growth;
    }

    /** A gauge over all nodes and all of its labels together. */
    private JsonArray gauge(String metric, DoubleBinaryOperator together) {
        List<Series> parts = ofNodes(metric);
        return each(ms -> together(parts, part -> part.at(ms, FRESH_MS), together));
    }

    private static double together(List<Series> parts, ToDoubleFunction<Series> value, DoubleBinaryOperator together) {
        return parts.stream().mapToDouble(value).reduce(Double.NaN, known(together));
    }

    private List<Series> ofNodes(String metric) {
        return nodes.stream()
                .flatMap(node -> (metric.endsWith("}") ? List.of(metric) : recording.metrics(node, metric))
                        .stream().map(key -> recording.series(node, key)))
                .toList();
    }

    /** Of two values of which one may be unknown. */
    private static DoubleBinaryOperator known(DoubleBinaryOperator together) {
        return (a, b) -> Double.isNaN(a) ? b : Double.isNaN(b) ? a : together.applyAsDouble(a, b);
    }

    private static void put(JsonObject object, String name, JsonArray values) {
        if (values.stream().anyMatch(Double.class::isInstance)) {
            object.put(name, values);
        }
    }

    private JsonArray each(LongToDoubleFunction atMs) {
        JsonArray values = new JsonArray();
        for (int second = 0; second < seconds; second++) {
            values.add(Json.number(atMs.applyAsDouble(zeroMs + (second + 1) * MS_PER_S)));
        }
        return values;
    }
}
