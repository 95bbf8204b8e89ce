package dev.seonchak.lab.loadtest;

import dev.seonchak.core.audit.AuditReport;
import dev.seonchak.core.audit.AuditVerdict;
import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.core.audit.ClientOutcome.Meaning;
import dev.seonchak.core.audit.Finding;
import dev.seonchak.core.audit.Words;
import dev.seonchak.lab.load.Latency;
import dev.seonchak.lab.load.Schedule;
import dev.seonchak.lab.load.Series;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A load test as the JSON that reports are made of, format {@code seonchak-run/1}. */
public final class RunDocument {

    private static final long NS_PER_S = 1_000_000_000;

    private static final Map<ClientOutcome, Words> NAMES = new EnumMap<>(Map.of(
            ClientOutcome.ACCEPTED, new Words("issued", "발급"),
            ClientOutcome.ALREADY_ISSUED, new Words("already issued", "이미 발급"),
            ClientOutcome.SOLD_OUT, new Words("sold out", "재고 없음"),
            ClientOutcome.CLOSED, new Words("closed", "마감"),
            ClientOutcome.OUTCOME_UNKNOWN, new Words("outcome unknown", "결과 모름"),
            ClientOutcome.OVERLOADED, new Words("overloaded", "과부하"),
            ClientOutcome.LOG_UNAVAILABLE, new Words("log unavailable", "로그 이용 불가"),
            ClientOutcome.TIMEOUT, new Words("timeout", "타임아웃"),
            ClientOutcome.RESET, new Words("connection reset", "연결 끊김"),
            ClientOutcome.CONNECT_ERROR, new Words("not connected", "연결 실패")));

    private RunDocument() {}

    /**
     * The whole document.
     *
     * @param command as it was typed
     * @param commit what was under test; empty where nobody knows
     * @param target where the load went
     */
    public static JsonObject of(LoadTestResult result, String command, String commit, String target) {
        K6Summary k6 = result.summary();
        LoadTestSpec spec = result.spec();
        List<Check> checks = Check.of(result);
        JsonObject document = new JsonObject()
                .put("format", "seonchak-run/1")
                .put("name", "loadtest")
                .put("engine", new JsonObject().put("name", "k6").put("version", result.k6Version()))
                .put("command", command)
                .put("commit", commit)
                .put("startedAt", Instant.ofEpochMilli(result.startedAtMs()).toString())
                .put("seconds", k6.seconds())
                .put("machine", Machine.json())
                .put("target", target)
                .put("coupon", new JsonObject().put("id", spec.couponId()).put("quantity", spec.quantity()))
                .put("plan", plan(spec.plan()))
                .put("verdict", verdict(checks, result.report()).name())
                .put("checks", array(checks, RunDocument::json))
                .put("requests", requests(result))
                .put("outcomes", outcomes(k6))
                .put("latencyMs", k6.latencies())
                .put("errors", errors(result))
                .put("series", series(result));
        AuditReport report = result.report();
        if (report != null) {
            document.put("invariants", array(report.findings(), RunDocument::json));
        }
        if (spec.influx() != null && result.requestsInInflux() != null) {
            document.put(
                    "influx",
                    new JsonObject()
                            .put("url", spec.influx().toString())
                            .put("requestsInK6", k6.requests())
                            .put("requestsInInflux", result.requestsInInflux()));
        }
        if (result.lagZeroMs() != null) {
            document.put("afterwards", new JsonObject().put("drainedMs", result.lagZeroMs()));
        }
        return document;
    }

    static AuditVerdict verdict(List<Check> checks, @Nullable AuditReport report) {
        AuditVerdict ofChecks = checks.stream().map(Check::status).reduce(AuditVerdict.PASS, AuditVerdict::and);
        return report == null ? ofChecks : ofChecks.and(report.verdict());
    }

    private static JsonObject plan(LoadPlan plan) {
        return new JsonObject()
                .put("startRate", plan.startPerS())
                .put(
                        "stages",
                        array(
                                plan.stages(),
                                stage -> new JsonObject()
                                        .put("ratePerSecond", stage.perS())
                                        .put("seconds", stage.seconds())))
                .put("users", plan.users())
                .put("preAllocatedVus", plan.vus())
                .put("maxVus", plan.maxVus())
                .put("planned", plan.schedule().planned());
    }

    private static JsonObject requests(LoadTestResult result) {
        K6Summary k6 = result.summary();
        long ok = k6.outcomes(ClientOutcome.ACCEPTED);
        return new JsonObject()
                .put("planned", result.spec().plan().schedule().planned())
                .put("sent", k6.requests())
                .put("dropped", k6.dropped())
                .put("ok", ok)
                .put("okShare", k6.requests() == 0 ? 0 : (double) ok / k6.requests())
                .put("unexpected", Check.unexpected(k6));
    }

    private static JsonArray outcomes(K6Summary k6) {
        JsonArray outcomes = new JsonArray();
        for (ClientOutcome outcome : ClientOutcome.values()) {
            long count = k6.outcomes(outcome);
            if (count > 0) {
                outcomes.add(new JsonObject()
                        .put("label", outcome.label())
                        .put("status", outcome.status())
                        .put("kind", kind(outcome))
                        .put("name", json(name(outcome)))
                        .put("count", count)
                        .put("latencyMs", k6.latencies(outcome)));
            }
        }
        return outcomes;
    }

    private static String kind(ClientOutcome outcome) {
        return outcome.meaning().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Words name(ClientOutcome outcome) {
        return NAMES.getOrDefault(outcome, new Words(outcome.label().replace('-', ' '), outcome.label()));
    }

    /** The plan's own list, in its order. */
    private static JsonArray errors(LoadTestResult result) {
        K6Summary k6 = result.summary();
        JsonArray errors = new JsonArray()
                .add(error("timeout", name(ClientOutcome.TIMEOUT), k6.outcomes(ClientOutcome.TIMEOUT)))
                .add(error(
                        "already-issued",
                        name(ClientOutcome.ALREADY_ISSUED),
                        k6.outcomes(ClientOutcome.ALREADY_ISSUED)))
                .add(error("sold-out", name(ClientOutcome.SOLD_OUT), k6.outcomes(ClientOutcome.SOLD_OUT)));
        double duplicates = result.recording()
                .series(Watch.SERVICE, "seonchak_recorder_duplicate_keys_total")
                .increase();
        if (!Double.isNaN(duplicates)) {
            errors.add(error(
                    "db-duplicate-key", new Words("duplicate key in the database", "DB 중복 키"), (long) duplicates));
        }
        long other = Arrays.stream(ClientOutcome.values())
                .filter(outcome -> outcome.meaning() != Meaning.OK)
                .filter(outcome -> outcome != ClientOutcome.TIMEOUT
                        && outcome != ClientOutcome.ALREADY_ISSUED
                        && outcome != ClientOutcome.SOLD_OUT)
                .mapToLong(k6::outcomes)
                .sum();
        return errors.add(error("other", new Words("all others", "그 외"), other));
    }

    private static JsonObject error(String kind, Words name, long count) {
        return new JsonObject().put("kind", kind).put("name", json(name)).put("count", count);
    }

    private static JsonObject series(LoadTestResult result) {
        List<Series.Slice> slices = result.series().slices();
        Schedule schedule = result.spec().plan().schedule();
        JsonObject byOutcome = new JsonObject();
        for (ClientOutcome outcome : ClientOutcome.values()) {
            if (slices.stream().anyMatch(slice -> slice.outcomes().containsKey(outcome))) {
                byOutcome.put(
                        outcome.label(), array(slices, slice -> slice.outcomes().getOrDefault(outcome, 0L)));
            }
        }
        JsonObject series = new JsonObject()
                .put("second", array(slices, slice -> slice.startMs() / 1000))
                .put("asked", array(slices, slice -> schedule.perSAt(slice.startMs() * 1_000_000 + NS_PER_S / 2)))
                .put("sent", array(slices, Series.Slice::due))
                .put("byOutcome", byOutcome)
                .put("latencyMs", latencies(slices, Series.Slice::answered))
                .put(
                        "latencyMsByOutcome",
                        new JsonObject()
                                .put(ClientOutcome.ACCEPTED.label(), latencies(slices, Series.Slice::accepted)));
        new Watch(result.recording(), result.startedAtMs(), slices.size())
                .addTo(series, result.spec().couponId());
        return series;
    }

    private static JsonObject latencies(List<Series.Slice> slices, Function<Series.Slice, Latency> which) {
        return new JsonObject()
                .put("p50", latency(slices, which, Latency::p50Ms))
                .put("p95", latency(slices, which, Latency::p95Ms))
                .put("p99", latency(slices, which, Latency::p99Ms))
                .put("p999", latency(slices, which, Latency::p999Ms));
    }

    private static JsonArray latency(
            List<Series.Slice> slices, Function<Series.Slice, Latency> which, ToDoubleFunction<Latency> percentile) {
        JsonArray values = new JsonArray();
        for (Series.Slice slice : slices) {
            Latency latency = which.apply(slice);
            if (latency.count() == 0) {
                values.addNull();
            } else {
                values.add(percentile.applyAsDouble(latency));
            }
        }
        return values;
    }

    private static <T> JsonArray array(List<T> all, Function<T, Object> each) {
        JsonArray array = new JsonArray();
        all.forEach(one -> array.add(each.apply(one)));
        return array;
    }

    private static JsonObject json(Check check) {
        return new JsonObject()
                .put("id", check.id())
                .put("status", check.status().name())
                .put("title", json(check.title()))
                .put("detail", json(check.detail()));
    }

    private static JsonObject json(Finding finding) {
        return new JsonObject()
                .put("id", finding.invariant().name())
                .put("status", finding.status().name())
                .put("title", json(finding.invariant().title()))
                .put("summary", json(finding.summary()))
                .put("evidence", new JsonArray(finding.evidence()))
                .put("total", finding.total());
    }

    private static JsonObject json(Words words) {
        return new JsonObject().put("en", words.en()).put("ko", words.ko());
    }
}
