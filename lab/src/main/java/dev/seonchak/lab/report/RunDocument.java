package dev.seonchak.lab.report;

import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.core.audit.Finding.Status;
import dev.seonchak.core.audit.Words;
import dev.seonchak.lab.document.Check;
import dev.seonchak.lab.document.Json;
import dev.seonchak.lab.document.Origin;
import dev.seonchak.lab.document.Outcomes;
import dev.seonchak.lab.document.Seconds;
import dev.seonchak.lab.document.Watch;
import dev.seonchak.lab.load.Latency;
import dev.seonchak.lab.load.LoadResult;
import dev.seonchak.lab.load.Schedule;
import dev.seonchak.lab.load.Schedule.Segment;
import dev.seonchak.lab.run.Aftermath;
import dev.seonchak.lab.run.Crowd;
import dev.seonchak.lab.run.Latencies;
import dev.seonchak.lab.run.Measurements;
import dev.seonchak.lab.run.RunResult;
import dev.seonchak.lab.run.Struck;
import dev.seonchak.lab.watch.Event;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A run with faults as the JSON that reports are made of, format {@code seonchak-run/1}; seconds count from its first request. */
public final class RunDocument {
    private static final double MS_PER_S = 1_000;

    /** Before the opening it is right to refuse, and clients who hang up were told nothing because they did not wait. */
    private static final Set<ClientOutcome> EXPECTED = expected();

    private final RunResult result;
    private final Measurements measured;
    private final LoadResult load;

    private RunDocument(RunResult result) {
        this.result = result;
        this.measured = result.measured();
        this.load = measured.load();
    }

    /** The whole document. */
    public static JsonObject of(RunResult result, Origin origin) {
        return new RunDocument(result).json(origin);
    }

    private static Set<ClientOutcome> expected() {
        Set<ClientOutcome> expected = new HashSet<>(Outcomes.SERVED);
        expected.addAll(Set.of(ClientOutcome.NOT_OPEN, ClientOutcome.LEFT));
        return Set.copyOf(expected);
    }

    private JsonObject json(Origin origin) {
        Crowd crowd = result.experiment().crowd();
        List<Segment> rate = sent(crowd.rate());
        Outcomes outcomes = new Outcomes(
                load::count,
                outcome ->
                        Json.latency(Objects.requireNonNullElse(load.byOutcome().get(outcome), Latency.NONE)),
                EXPECTED);
        Watch watch = new Watch(measured.recording(), measured.startedAtMs(), measured.seconds());
        JsonObject series = Seconds.of(measured.series(), Schedule.of(rate), measured.seconds());
        watch.addTo(series, result.couponId());
        JsonObject engine = new JsonObject().put("name", "seonchak lab");
        return origin.document(result.experiment().name(), engine, measured.startedAtMs(), load.wholeS())
                .put("seed", result.experiment().seed())
                .put("target", String.join(", ", Watch.nodes(measured.recording())))
                .put("coupon", new JsonObject().put("id", result.couponId()).put("quantity", crowd.quantity()))
                .put("plan", plan(crowd, rate))
                .put("verdict", result.verdict().name())
                .put("checks", Json.array(checks(), Check::json))
                .put("invariants", Json.invariants(result.report()))
                .put("requests", outcomes.requests(load.planned(), load.sent(), load.count(ClientOutcome.DROPPED)))
                .put("outcomes", outcomes.json())
                .put("latencyMs", Json.latency(load.overall()))
                .put("errors", outcomes.errors(watch.duplicateKeys()))
                .put("series", series)
                .put("events", Json.array(result.faults(), this::band))
                .put("stretches", stretches())
                .put("happened", Json.array(result.events(), this::happened))
                .put("recovery", recovery());
    }

    /** A load that was ended early had no more than this of its schedule. */
    private List<Segment> sent(List<Segment> whole) {
        List<Segment> sent = new ArrayList<>();
        long leftMs = Math.round(load.sendingS() * MS_PER_S);
        for (Segment one : whole) {
            long ms = Math.min(leftMs, one.durationMs());
            if (ms > 0) {
                double share = (double) ms / one.durationMs();
                double toPerS = one.fromPerS() + share * (one.toPerS() - one.fromPerS());
                sent.add(new Segment(one.fromPerS(), toPerS, ms));
            }
            leftMs -= ms;
        }
        return sent;
    }

    private JsonObject plan(Crowd crowd, List<Segment> rate) {
        JsonObject plan = new JsonObject()
                .put("startRate", rate.isEmpty() ? 0 : rate.getFirst().fromPerS())
                .put(
                        "stages",
                        Json.array(
                                rate,
                                one -> new JsonObject()
                                        .put("ratePerSecond", one.toPerS())
                                        .put("seconds", one.durationMs() / MS_PER_S)))
                .put("planned", load.planned());
        // Without a number of users, each request is a new one.
        return crowd.users() == 0 ? plan : plan.put("users", crowd.users());
    }

    private List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        boolean came =
                result.faults().stream().allMatch(one -> one.struck().note().isEmpty());
        checks.add(new Check(
                "moment",
                came ? Status.PASS : Status.UNKNOWN,
                new Words("Every fault came when it was to come", "모든 장애가 정해진 때에 일어남"),
                came
                        ? Check.words("%d faults", "장애 %d건", result.faults().size())
                        : new Words(
                                "a moment did not come, and its fault began when the load had ended",
                                "정해진 시점이 오지 않아 부하가 끝난 뒤에 일어난 장애가 있음")));
        // No promise of the product: it says how far the latencies can be believed.
        checks.add(new Check(
                "held",
                result.held() ? Status.PASS : Status.NOT_JUDGED,
                new Words("The generator kept to its schedule", "부하 도구가 일정을 지킴"),
                Check.words(
                        "%,d of %,d planned were sent, %,d late"
                                + (result.held() ? "" : ": latencies are partly its own"),
                        "계획 %2$,d건 중 %1$,d건 전송, 늦음 %3$,d건" + (result.held() ? "" : ". 지연 시간에 부하 도구의 몫이 있음"),
                        load.sent(),
                        load.planned(),
                        load.late())));
        if (result.settled().asked() > 0) {
            checks.add(Check.settled(result.settled(), Status.NOT_JUDGED));
        }
        return checks;
    }

    /** A fault as a span on the axis of time. */
    private JsonObject band(Aftermath one) {
        Struck struck = one.struck();
        return new JsonObject()
                .put("from", second(struck.beganAtMs()))
                .put("to", second(struck.healedAtMs()))
                .put("label", Json.words(name(one)));
    }

    private JsonArray stretches() {
        JsonArray all = new JsonArray().add(seen(new Words("before", "장애 전"), result.before()));
        for (Aftermath one : result.faults()) {
            all.add(seen(name(one), one.during())
                    .put("what", Json.words(one.struck().strike().fault().what()))
                    .put("from", second(one.struck().beganAtMs()))
                    .put("to", second(one.struck().healingAtMs())));
        }
        return all.add(seen(new Words("after", "장애 후"), result.after()));
    }

    private static JsonObject seen(Words name, Latencies seen) {
        return new JsonObject()
                .put("name", Json.words(name))
                .put(
                        "outcomes",
                        Json.array(
                                List.copyOf(seen.outcomes().entrySet()),
                                one -> new JsonObject()
                                        .put("name", Json.words(Outcomes.name(one.getKey())))
                                        .put("count", one.getValue())))
                .put("acceptedP99Ms", Json.number(seen.acceptedP99Ms()))
                .put("refusedP99Ms", Json.number(seen.refusedP99Ms()))
                .put("slowestMs", Json.number(seen.slowestMs()));
    }

    private JsonObject happened(Event event) {
        return new JsonObject()
                .put("at", second(event.atMs()))
                .put("origin", event.origin().name().toLowerCase(Locale.ROOT))
                .put("what", Json.words(event.sentence()));
    }

    private JsonArray recovery() {
        JsonArray all = new JsonArray();
        for (Aftermath one : result.faults()) {
            Words after = name(one);
            all.add(recovery(
                    new Words(after.en() + ": 202s as fast as before (p99)", after.ko() + ": 202가 다시 전처럼 빠름 (p99)"),
                    one.p99BackAfterMs(),
                    // Too few 202s to tell: nothing was promised for them.
                    one.judged() ? one.p99WithinMs() : null));
            all.add(recovery(
                    new Words(after.en() + ": the recorder has caught up (lag 0)", after.ko() + ": 기록기가 따라잡음 (지연 0)"),
                    one.lagZeroAfterMs(),
                    one.lagWithinMs()));
        }
        return all;
    }

    private static JsonObject recovery(Words what, OptionalLong afterMs, @Nullable Long withinMs) {
        return new JsonObject()
                .put("what", Json.words(what))
                .put("afterMs", Json.number(afterMs))
                .put("withinMs", withinMs)
                .put("status", status(afterMs, withinMs).name());
    }

    private static Status status(OptionalLong afterMs, @Nullable Long withinMs) {
        if (withinMs == null) {
            return Status.NOT_JUDGED;
        }
        return afterMs.isPresent() && afterMs.getAsLong() <= withinMs ? Status.PASS : Status.FAIL;
    }

    /** The name under which a fault is called on the command line, in every language. */
    private static Words name(Aftermath one) {
        String name = one.struck().strike().fault().name();
        return new Words(name, name);
    }

    private double second(long atMs) {
        return (atMs - measured.startedAtMs()) / MS_PER_S;
    }
}
