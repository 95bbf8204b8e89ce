package dev.seonchak.lab.loadtest;

import dev.seonchak.core.audit.AuditReport;
import dev.seonchak.core.audit.AuditVerdict;
import dev.seonchak.lab.document.Check;
import dev.seonchak.lab.document.Json;
import dev.seonchak.lab.document.Origin;
import dev.seonchak.lab.document.Outcomes;
import dev.seonchak.lab.document.Seconds;
import dev.seonchak.lab.document.Watch;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A load test as the JSON that reports are made of, format {@code seonchak-run/1}. */
public final class LoadTestDocument {

    private LoadTestDocument() {}

    /**
     * The whole document.
     *
     * @param target where the load went
     */
    public static JsonObject of(LoadTestResult result, Origin origin, String target) {
        K6Summary k6 = result.summary();
        LoadTestSpec spec = result.spec();
        List<Check> checks = Checks.of(result);
        Outcomes outcomes = Checks.outcomes(k6);
        int seconds = result.series().slices().size();
        Watch watch = new Watch(result.recording(), result.startedAtMs(), seconds);
        JsonObject series = Seconds.of(result.series(), spec.plan().schedule(), seconds);
        watch.addTo(series, spec.couponId());
        JsonObject engine = new JsonObject().put("name", "k6").put("version", result.k6Version());
        JsonObject document = origin.document("loadtest", engine, result.startedAtMs(), k6.seconds())
                .put("target", target)
                .put("coupon", new JsonObject().put("id", spec.couponId()).put("quantity", spec.quantity()))
                .put("plan", plan(spec.plan()))
                .put("verdict", verdict(checks, result.report()).name())
                .put("checks", Json.array(checks, Check::json))
                .put("requests", outcomes.requests(spec.plan().schedule().planned(), k6.requests(), k6.dropped()))
                .put("outcomes", outcomes.json())
                .put("latencyMs", k6.latencies())
                .put("errors", outcomes.errors(watch.duplicateKeys()))
                .put("series", series);
        AuditReport report = result.report();
        if (report != null) {
            document.put("invariants", Json.invariants(report));
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
        AuditVerdict ofChecks = checks.stream().map(Check::verdict).reduce(AuditVerdict.PASS, AuditVerdict::and);
        return report == null ? ofChecks : ofChecks.and(report.verdict());
    }

    private static JsonObject plan(LoadPlan plan) {
        return new JsonObject()
                .put("startRate", plan.startPerS())
                .put(
                        "stages",
                        Json.array(
                                plan.stages(),
                                stage -> new JsonObject()
                                        .put("ratePerSecond", stage.perS())
                                        .put("seconds", stage.seconds())))
                .put("users", plan.users())
                .put("preAllocatedVus", plan.vus())
                .put("maxVus", plan.maxVus())
                .put("planned", plan.schedule().planned());
    }
}
