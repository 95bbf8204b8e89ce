package dev.seonchak.lab.report;

import dev.seonchak.core.audit.Finding;
import dev.seonchak.lab.document.Json;
import dev.seonchak.lab.run.Aftermath;
import dev.seonchak.lab.run.Latencies;
import dev.seonchak.lab.run.RunResult;
import dev.seonchak.lab.watch.Event;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** A run as JSON. */
public final class RunJson {
    private RunJson() {}

    /** The whole run. */
    public static JsonObject of(RunResult result) {
        JsonArray faults = new JsonArray();
        result.faults().forEach(one -> faults.add(fault(one)));
        JsonArray findings = new JsonArray();
        result.report().findings().forEach(finding -> findings.add(finding(finding)));
        JsonArray events = new JsonArray();
        for (Event event : result.events()) {
            events.add(new JsonObject()
                    .put("atMs", event.atMs() - result.startedAtMs())
                    .put("origin", event.origin().name())
                    .put("text", event.sentence().en()));
        }
        return new JsonObject()
                .put("name", result.experiment().name())
                .put("seed", result.experiment().seed())
                .put("verdict", result.verdict().name())
                .put("startedAt", Instant.ofEpochMilli(result.startedAtMs()).toString())
                .put("tookMs", result.tookMs())
                .put("couponId", result.couponId())
                .put("before", latencies(result.before()))
                .put("faults", faults)
                .put("after", latencies(result.after()))
                .put("askedAgain", result.settled().asked())
                .put("stillUnknown", result.settled().unsettled().size())
                .put("heldTheRate", result.held())
                .put("findings", findings)
                .put("events", events);
    }

    private static JsonObject fault(Aftermath one) {
        return new JsonObject()
                .put("fault", one.struck().strike().fault().name())
                .put("what", one.struck().strike().fault().what().en())
                .put("note", one.struck().note())
                .put("lastedMs", one.struck().lastedMs())
                .put("during", latencies(one.during()))
                .put("p99Judged", one.judged())
                .put("p99BackAfterMs", Json.number(one.p99BackAfterMs()))
                .put("lagZeroAfterMs", Json.number(one.lagZeroAfterMs()));
    }

    private static JsonObject latencies(Latencies seen) {
        JsonObject outcomes = new JsonObject();
        seen.outcomes().forEach((outcome, count) -> outcomes.put(outcome.label(), count));
        return new JsonObject()
                .put("acceptedP99Ms", Json.number(seen.acceptedP99Ms()))
                .put("refusedP99Ms", Json.number(seen.refusedP99Ms()))
                .put("slowestMs", Json.number(seen.slowestMs()))
                .put("outcomes", outcomes);
    }

    private static JsonObject finding(Finding finding) {
        return new JsonObject()
                .put("invariant", finding.invariant().name())
                .put("status", finding.status().name())
                .put("summary", finding.summary().en())
                .put("total", finding.total())
                .put("evidence", new JsonArray(finding.evidence()));
    }
}
