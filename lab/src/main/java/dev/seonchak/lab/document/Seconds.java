package dev.seonchak.lab.document;

import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.core.audit.ClientOutcome.Meaning;
import dev.seonchak.lab.load.Latency;
import dev.seonchak.lab.load.Schedule;
import dev.seonchak.lab.load.Series;
import dev.seonchak.lab.load.Series.Slice;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A load second by second: what was asked for, what was sent, what became of it, how long it took. */
public final class Seconds {
    private static final long MS_PER_S = 1_000;
    private static final long NS_PER_S = 1_000_000_000;
    private static final long NS_PER_MS = 1_000_000;

    private Seconds() {}

    /**
     * The series of a document, without what was seen of nodes.
     *
     * @param load in slices of a second
     * @param asked the rate that the load should have had
     * @param seconds so many at least: after the last request a run may go on
     */
    public static JsonObject of(Series load, Schedule asked, int seconds) {
        if (load.widthMs() != MS_PER_S) {
            throw new IllegalArgumentException("slices of a second, not of " + load.widthMs() + " ms");
        }
        List<Slice> slices = atLeast(seconds, load.slices());
        JsonObject byOutcome = new JsonObject();
        for (ClientOutcome outcome : ClientOutcome.values()) {
            if (slices.stream().anyMatch(slice -> slice.outcomes().containsKey(outcome))) {
                byOutcome.put(outcome.label(), Json.array(slices, slice -> count(slice, outcome)));
            }
        }
        return new JsonObject()
                .put("second", Json.array(slices, slice -> slice.startMs() / MS_PER_S))
                .put("asked", Json.array(slices, slice -> asked.perSAt(slice.startMs() * NS_PER_MS + NS_PER_S / 2)))
                .put("sent", Json.array(slices, Seconds::sent))
                .put("byOutcome", byOutcome)
                .put("latencyMs", latencies(slices, Slice::answered))
                .put(
                        "latencyMsByOutcome",
                        new JsonObject().put(ClientOutcome.ACCEPTED.label(), latencies(slices, Slice::accepted)));
    }

    private static List<Slice> atLeast(int seconds, List<Slice> slices) {
        List<Slice> all = new ArrayList<>(slices);
        while (all.size() < seconds) {
            all.add(new Slice(all.size() * MS_PER_S, 0, Map.of(), Latency.NONE, Latency.NONE, Latency.NONE));
        }
        return all;
    }

    private static long count(Slice slice, ClientOutcome outcome) {
        return slice.outcomes().getOrDefault(outcome, 0L);
    }

    private static long sent(Slice slice) {
        return slice.outcomes().entrySet().stream()
                .filter(one -> one.getKey().meaning() != Meaning.NOT_SENT)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static JsonObject latencies(List<Slice> slices, Function<Slice, Latency> which) {
        return new JsonObject()
                .put("p50", latency(slices, which, Latency::p50Ms))
                .put("p95", latency(slices, which, Latency::p95Ms))
                .put("p99", latency(slices, which, Latency::p99Ms))
                .put("p999", latency(slices, which, Latency::p999Ms));
    }

    private static JsonArray latency(
            List<Slice> slices, Function<Slice, Latency> which, ToDoubleFunction<Latency> percentile) {
        return Json.array(slices, slice -> {
            Latency latency = which.apply(slice);
            return latency.count() == 0 ? null : percentile.applyAsDouble(latency);
        });
    }
}
