package dev.seonchak.lab.page;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Runs with faults for tests of pages. */
final class FaultRuns {
    private FaultRuns() {}

    /** A load with faults on a rig of several nodes: one thing came back in time, one never, one cannot be told. */
    static JsonObject withFaults() {
        JsonObject run = Runs.realistic().put("name", "redis-delay");
        JsonObject breakers = new JsonObject();
        for (String breaker : new String[] {"gate", "log"}) {
            for (int node = 1; node <= 2; node++) {
                int from = 40 + node * 2;
                breakers.put(
                        breaker + ", api " + node,
                        Runs.column(at -> breaker.equals("gate") && at >= from && at < 53 ? 1 : 0));
            }
        }
        run.getJsonObject("series").put("breakers", breakers);
        return run.put(
                        "recovery",
                        new JsonArray()
                                .add(recovery("as fast as before", "다시 빠름", 900, 5_000, "PASS"))
                                .add(recovery("caught up", "따라잡음", null, 30_000, "FAIL"))
                                .add(recovery("few of them", "너무 적음", null, null, "NOT_JUDGED")))
                .put(
                        "stretches",
                        new JsonArray()
                                .add(stretch("before", "장애 전"))
                                .add(stretch("Redis stopped", "Redis 중단")
                                        .put("what", Runs.words("Redis hangs", "Redis가 멈춤"))
                                        .put("from", 42.0)
                                        .put("to", 52.0)))
                .put(
                        "happened",
                        new JsonArray()
                                .add(happened(-0.4, "lab", "the load begins", "부하 시작"))
                                .add(happened(64.26, "application", "api 1 bypasses Redis", "api 1 Redis를 우회함")));
    }

    private static JsonObject recovery(
            String en, String ko, @Nullable Integer afterMs, @Nullable Integer withinMs, String status) {
        return new JsonObject()
                .put("what", Runs.words(en, ko))
                .put("afterMs", afterMs)
                .put("withinMs", withinMs)
                .put("status", status);
    }

    private static JsonObject stretch(String en, String ko) {
        return new JsonObject()
                .put("name", Runs.words(en, ko))
                .put(
                        "outcomes",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("name", Runs.words("issued", "발급"))
                                        .put("count", 4_123)))
                .put("acceptedP99Ms", 12.3)
                .putNull("refusedP99Ms")
                .put("slowestMs", 1_204);
    }

    private static JsonObject happened(double at, String origin, String en, String ko) {
        return new JsonObject().put("at", at).put("origin", origin).put("what", Runs.words(en, ko));
    }
}
