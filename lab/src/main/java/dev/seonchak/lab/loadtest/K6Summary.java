package dev.seonchak.lab.loadtest;

import dev.seonchak.core.audit.ClientOutcome;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What k6 itself says of a test at its end, over every sample it took. Verdicts about the load come from here. */
final class K6Summary {

    private final JsonObject metrics;
    private final double seconds;

    private K6Summary(JsonObject metrics, double seconds) {
        this.metrics = metrics;
        this.seconds = seconds;
    }

    /**
     * Reads the file that the script writes.
     *
     * @throws IOException where it is not there, or not of a k6
     */
    static K6Summary read(Path file) throws IOException {
        try {
            JsonObject all = new JsonObject(Files.readString(file));
            return new K6Summary(
                    all.getJsonObject("metrics"), all.getJsonObject("state").getDouble("testRunDurationMs") / 1000);
        } catch (DecodeException | NullPointerException | ClassCastException e) {
            throw new IOException(file + " is no summary of k6: " + e.getMessage(), e);
        }
    }

    /** How long the test lasted, from the first request to the last answer. */
    double seconds() {
        return seconds;
    }

    /** All requests that were sent. */
    long requests() {
        return count("http_reqs");
    }

    /** Requests that found no virtual user free, and were never sent. */
    long dropped() {
        return count("dropped_iterations");
    }

    /** Share of requests that failed: no answer, or one that nobody expects. */
    double failedShare() {
        return value("http_req_failed", "rate");
    }

    /** How often that was the outcome. */
    long outcomes(ClientOutcome outcome) {
        return count("coupon_outcomes{outcome:" + outcome.label() + "}");
    }

    /** Latencies of all requests in milliseconds, as the report has them. */
    JsonObject latencies() {
        return latencies("http_req_duration");
    }

    /** Those of one outcome. */
    JsonObject latencies(ClientOutcome outcome) {
        return latencies("coupon_answer{outcome:" + outcome.label() + "}");
    }

    /** A percentile over all requests in milliseconds. */
    double percentileMs(int percentile) {
        return value("http_req_duration", "p(" + percentile + ")");
    }

    private JsonObject latencies(String metric) {
        return new JsonObject()
                .put("min", value(metric, "min"))
                .put("mean", value(metric, "avg"))
                .put("p50", value(metric, "med"))
                .put("p90", value(metric, "p(90)"))
                .put("p95", value(metric, "p(95)"))
                .put("p99", value(metric, "p(99)"))
                .put("p999", value(metric, "p(99.9)"))
                .put("max", value(metric, "max"));
    }

    /** A counter that counted nothing is not in the file. */
    private long count(String metric) {
        JsonObject values = values(metric);
        return values == null ? 0 : values.getLong("count", 0L);
    }

    private double value(String metric, String statistic) {
        JsonObject values = values(metric);
        return values == null ? 0 : values.getDouble(statistic, 0.0);
    }

    private @Nullable JsonObject values(String metric) {
        JsonObject one = metrics.getJsonObject(metric);
        return one == null ? null : one.getJsonObject("values");
    }
}
