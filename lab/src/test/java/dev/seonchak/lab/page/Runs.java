package dev.seonchak.lab.page;

import dev.seonchak.core.audit.Invariant;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs for tests of pages: one like a real one, one with nothing but what must be there, one that failed. */
final class Runs {
    /** What a coupon's name or a line of evidence could try. */
    static final String HOSTILE = "</script><script>document.title='broken'</script><img src=x onerror=alert(1)>&\"'";

    private static final int SECONDS = 120;
    private static final int QUANTITY = 25_000;
    private static final int USERS = 50_000;

    private Runs() {}

    /** Two minutes of the plan: 25,000 coupons gone after a minute, Redis away for a while. */
    static JsonObject realistic() {
        JsonArray second = column(at -> at);
        return minimal()
                .put("name", "loadtest")
                .put("engine", new JsonObject().put("name", "k6").put("version", "1.8.1"))
                .put("command", "./seonchak loadtest --seed 1")
                .put("commit", "cb373d7a01")
                .put("seed", 1)
                .put(
                        "machine",
                        new JsonObject()
                                .put("cpus", 2)
                                .put("memoryBytes", 25_276_497_920L)
                                .put("os", "Linux 6.1")
                                .put("java", "25.0.1")
                                .put("cpuModel", "Intel Xeon 2.60 GHz"))
                .put("target", "http://127.0.0.1:8080")
                .put("coupon", new JsonObject().put("id", 8).put("quantity", QUANTITY))
                .put("verdict", "PASS")
                .put("checks", checks())
                .put("invariants", invariants())
                .put("requests", requests())
                .put("outcomes", outcomes())
                .put("latencyMs", latency(0.05, 1.9, 0.28, 8.7, 26.9, 61.3, 148.2))
                .put("errors", errors())
                .put("series", series(second))
                .put("events", events())
                .put(
                        "recovery",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("what", words("p99 back after Redis", "Redis 복구 후 p99 정상화"))
                                        .put("afterMs", 900)
                                        .put("withinMs", 5000)
                                        .put("status", "PASS")))
                .put("afterwards", new JsonObject().put("lastRowMs", 72).put("drainedMs", 0))
                .put(
                        "influx",
                        new JsonObject()
                                .put("url", "http://127.0.0.1:8086/k6")
                                .put("requestsInK6", 260_999)
                                .put("requestsInInflux", 260_999));
    }

    /** What a run must have, and nothing else. */
    static JsonObject minimal() {
        JsonArray stages = new JsonArray();
        for (int rate : new int[] {1000, 2500, 5000, 100}) {
            stages.add(new JsonObject().put("ratePerSecond", rate).put("seconds", 30));
        }
        return new JsonObject()
                .put("format", "seonchak-run/1")
                .put("startedAt", "2026-11-22T23:58:45Z")
                .put("seconds", 120.4)
                .put(
                        "plan",
                        new JsonObject()
                                .put("startRate", 300)
                                .put("stages", stages)
                                .put("users", USERS)
                                .put("preAllocatedVus", 300)
                                .put("maxVus", 10_000)
                                .put("planned", 261_000))
                .put("verdict", "UNKNOWN")
                .put("requests", new JsonObject())
                .put("outcomes", new JsonArray())
                .put("latencyMs", new JsonObject());
    }

    /** A run in which users lost their coupons, told by hostile texts. */
    static JsonObject failed() {
        JsonObject run = realistic().put("verdict", "FAIL").put("name", HOSTILE);
        run.getJsonArray("checks")
                .getJsonObject(0)
                .put("status", "FAIL")
                .put("detail", words("1,204 of 261,000", "261,000건 중 1,204건"));
        run.getJsonArray("invariants")
                .getJsonObject(2)
                .put("status", "FAIL")
                .put("summary", words("3 users were told 202 and have no row", "202를 받은 사용자 3명에게 행이 없음"))
                .put(
                        "evidence",
                        new JsonArray().add("user 77: 202 serial 12, no row").add(HOSTILE))
                .put("total", 3);
        run.getJsonArray("invariants").getJsonObject(6).put("status", "UNKNOWN");
        run.getJsonArray("outcomes").getJsonObject(0).put("name", words(HOSTILE, HOSTILE));
        run.getJsonArray("events").getJsonObject(0).put("label", words(HOSTILE, HOSTILE));
        return run;
    }

    /** The same plan on a slower commit of another machine. */
    static JsonObject slower() {
        JsonObject run = realistic().put("commit", "951ff65b22").put("startedAt", "2026-11-23T01:10:00Z");
        run.getJsonObject("machine").put("cpus", 4);
        run.getJsonObject("requests").put("sent", 259_100).put("dropped", 1_900);
        run.put("latencyMs", latency(0.06, 2.4, 0.31, 12.4, 48.0, 120.0, 402.5));
        JsonObject percentiles = run.getJsonObject("series").getJsonObject("latencyMs");
        for (String p : percentiles.fieldNames()) {
            percentiles.put(p, scaled(percentiles.getJsonArray(p), 1.7));
        }
        for (int i = 0; i < 3; i++) {
            JsonObject process =
                    run.getJsonObject("series").getJsonArray("processes").getJsonObject(i);
            process.put("cpu", scaled(process.getJsonArray("cpu"), 1.2));
        }
        run.put("events", new JsonArray());
        return run;
    }

    static JsonObject words(String en, String ko) {
        return new JsonObject().put("en", en).put("ko", ko);
    }

    private static JsonArray checks() {
        return new JsonArray()
                .add(check(
                        "dropped", words("No iteration dropped", "포기한 요청 없음"), words("0 of 261,000", "261,000건 중 0건")))
                .add(check(
                        "failed", words("No unexpected answer", "예상 밖의 응답 없음"), words("0 of 260,999", "260,999건 중 0건")))
                .add(check(
                        "sent",
                        words("Everything planned was sent", "계획한 요청을 모두 보냄"),
                        words("260,999 of 261,000", "261,000건 중 260,999건")))
                .add(check(
                        "influx",
                        words("InfluxDB has every request", "InfluxDB에 모든 요청이 있음"),
                        words("260,999 of 260,999", "260,999건 중 260,999건")));
    }

    private static JsonObject check(String id, JsonObject title, JsonObject detail) {
        return new JsonObject()
                .put("id", id)
                .put("status", "PASS")
                .put("title", title)
                .put("detail", detail);
    }

    private static JsonArray invariants() {
        JsonArray all = new JsonArray();
        for (Invariant invariant : Invariant.values()) {
            boolean judged = invariant != Invariant.I8;
            all.add(new JsonObject()
                    .put("id", invariant.name())
                    .put("status", judged ? "PASS" : "NOT_JUDGED")
                    .put(
                            "title",
                            words(invariant.title().en(), invariant.title().ko()))
                    .put(
                            "summary",
                            judged
                                    ? words("25,000 of 25,000", "25,000건 중 25,000건")
                                    : words("nothing was measured", "측정하지 않음"))
                    .put("evidence", new JsonArray())
                    .put("total", 0));
        }
        return all;
    }

    private static JsonObject requests() {
        return new JsonObject()
                .put("planned", 261_000)
                .put("sent", 260_999)
                .put("dropped", 0)
                .put("interrupted", 0)
                .put("ok", QUANTITY)
                .put("okShare", 0.095786)
                .put("unexpected", 0);
    }

    private static JsonArray outcomes() {
        return new JsonArray()
                .add(outcome(
                        "accepted",
                        202,
                        "ok",
                        words("issued", "발급"),
                        25_000,
                        latency(1.1, 7.2, 5.4, 17.2, 41.0, 88.0, 148.2)))
                .add(outcome(
                        "already-issued",
                        409,
                        "refused",
                        words("already issued", "이미 발급"),
                        103_412,
                        latency(0.05, 1.1, 0.25, 6.1, 22.9, 50.1, 97.0)))
                .add(outcome(
                        "sold-out",
                        410,
                        "refused",
                        words("sold out", "재고 없음"),
                        132_587,
                        latency(0.05, 1.4, 0.27, 7.9, 25.4, 55.0, 102.3)))
                .add(outcome("timeout", null, "unknown", words("timeout", "타임아웃"), 0, null));
    }

    private static JsonObject outcome(
            String label,
            @Nullable Integer status,
            String kind,
            JsonObject name,
            int count,
            @Nullable JsonObject latency) {
        return new JsonObject()
                .put("label", label)
                .put("status", status)
                .put("kind", kind)
                .put("name", name)
                .put("count", count)
                .put("latencyMs", latency);
    }

    private static JsonObject latency(
            double min, double mean, double p50, double p95, double p99, double p999, double max) {
        return new JsonObject()
                .put("min", min)
                .put("mean", mean)
                .put("p50", p50)
                .put("p90", p95 * 0.7)
                .put("p95", p95)
                .put("p99", p99)
                .put("p999", p999)
                .put("max", max);
    }

    private static JsonArray errors() {
        return new JsonArray()
                .add(new JsonObject()
                        .put("kind", "timeout")
                        .put("name", words("timeout", "타임아웃"))
                        .put("count", 0))
                .add(new JsonObject()
                        .put("kind", "already-issued")
                        .put("name", words("already issued", "이미 발급"))
                        .put("count", 103_412))
                .add(new JsonObject()
                        .put("kind", "sold-out")
                        .put("name", words("sold out", "재고 없음"))
                        .put("count", 132_587))
                .add(new JsonObject()
                        .put("kind", "db-duplicate-key")
                        .put("name", words("duplicate key", "중복 키"))
                        .put("count", 0))
                .add(new JsonObject()
                        .put("kind", "other")
                        .put("name", words("Others", "기타"))
                        .put("count", 0));
    }

    private static JsonArray events() {
        return new JsonArray()
                .add(new JsonObject()
                        .put("from", 42.0)
                        .put("to", 52.0)
                        .put("label", words("Redis stopped", "Redis 중단")))
                .add(new JsonObject().put("from", 48.0).put("to", 56.0).put("label", words("MySQL slow", "MySQL 지연")));
    }

    private static JsonObject series(JsonArray second) {
        JsonObject byOutcome = new JsonObject()
                .put("accepted", column(at -> rate(at) * firstTime(at)))
                .put("already-issued", column(at -> rate(at) * again(at)))
                .put("sold-out", column(at -> rate(at) * (1 - firstTime(at) - again(at))))
                .put("outcome-unknown", column(at -> at == 43 ? 12 : 0));
        return new JsonObject()
                .put("second", second)
                .put("asked", column(Runs::rate))
                .put("sent", column(at -> rate(at) + 9 * Math.sin(at)))
                .put("byOutcome", byOutcome)
                .put("latencyMs", percentiles(1))
                .put("latencyMsByOutcome", new JsonObject().put("accepted", percentiles(3)))
                .put("stock", column(Runs::stock))
                .put("lag", column(at -> at < 62 ? 30 + (at > 47 && at < 58 ? 900 * Math.sin((at - 47) / 3.5) : 0) : 0))
                .put("waiting", column(at -> at < 62 ? 4 + (at > 42 && at < 46 ? 70 : 0) : 0))
                .put(
                        "pool",
                        new JsonObject()
                                .put("active", column(at -> at < 62 ? 3 + 2 * Math.sin(at) : 1))
                                .put("pending", column(at -> at > 48 && at < 56 ? 4 : 0))
                                .put("max", column(at -> 10)))
                .put(
                        "breakers",
                        new JsonObject()
                                .put("gate", column(at -> at >= 42 && at < 53 ? 1 : 0))
                                .put("log", column(at -> 0)))
                .put("redisMemoryBytes", column(at -> 3.1e6 + 60 * (QUANTITY - stock(at))))
                .put("heapBytes", column(at -> 9e7 + 4e6 * (at % 23)))
                .put(
                        "processes",
                        new JsonArray()
                                .add(process("service", 0.00017, 310e6))
                                .add(process("Redis", 0.00001, 12e6))
                                .add(process("Kafka", 0.00002, 480e6))
                                .add(process("MySQL", 0.00003, 390e6))
                                .add(process("k6", 0.00019, 260e6)));
    }

    private static JsonObject process(String name, double coresPerRequest, double bytes) {
        return new JsonObject()
                .put("name", name)
                .put(
                        "cpu",
                        column(at -> at == 77
                                ? Double.NaN
                                : 0.02 + coresPerRequest * rate(at) * (1 + 0.08 * Math.sin(at * 1.7))))
                .put("rssBytes", column(at -> bytes * (1 + at / 900.0)));
    }

    private static JsonObject percentiles(double factor) {
        return new JsonObject()
                .put("p50", latencyColumn(0.25 * factor))
                .put("p95", latencyColumn(3.2 * factor))
                .put("p99", latencyColumn(9.5 * factor))
                .put("p999", latencyColumn(22 * factor));
    }

    private static JsonArray latencyColumn(double calm) {
        return column(
                at -> calm * (1 + rate(at) / 2500) * (1 + 0.25 * Math.sin(at * 2.3)) * (at >= 42 && at < 45 ? 12 : 1));
    }

    /** The plan's ramp: from each stage's rate to the next. */
    private static double rate(int at) {
        double[] rates = {300, 1000, 2500, 5000, 100};
        int stage = Math.min(3, at / 30);
        return rates[stage] + (rates[stage + 1] - rates[stage]) * (at % 30) / 30;
    }

    private static double stock(int at) {
        return Math.max(
                0,
                QUANTITY
                        - IntStream.range(0, at)
                                .mapToDouble(s -> rate(s) * firstTime(s))
                                .sum());
    }

    private static double firstTime(int at) {
        return at < 30 ? 0.95 - at * 0.008 : at < 46 ? 0.6 - (at - 30) * 0.012 : at < 49 ? 0.2 : 0;
    }

    private static double again(int at) {
        return at < 49 ? 1 - firstTime(at) : 0.5;
    }

    private static JsonArray scaled(JsonArray values, double by) {
        JsonArray all = new JsonArray();
        values.forEach(value -> all.add(value == null ? null : Double.valueOf(((Number) value).doubleValue() * by)));
        return all;
    }

    /** A value a second; what is no number is a gap. */
    static JsonArray column(IntToDoubleFunction at) {
        JsonArray all = new JsonArray();
        IntStream.range(0, SECONDS).mapToDouble(at).forEach(value -> {
            if (Double.isNaN(value)) {
                all.addNull();
            } else {
                all.add(Math.round(value * 1000) / 1000.0);
            }
        });
        return all;
    }
}
