package dev.seonchak.lab.cli;

import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.lab.admin.Command;
import dev.seonchak.lab.load.Latency;
import dev.seonchak.lab.load.LoadResult;
import dev.seonchak.lab.load.Series;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A finished run in words for the terminal, and in JSON for whatever compares runs. */
final class Summary {
    private Summary() {}

    static String text(LoadResult r, long lateMs) {
        StringBuilder out = new StringBuilder();
        line(out, "%nrequests %,d planned, %,d sent, %,d answered", r.planned(), r.sent(), r.answered());
        if (r.again() > 0) {
            line(out, "         %,d of them because clients asked again, beyond those planned", r.again());
        }
        if (Double.isNaN(r.askedPerS())) {
            line(out, "rate     %,.0f answers/s, first request to last answer in %.3f s", r.answeredPerS(), r.wholeS());
        } else {
            line(
                    out,
                    "rate     asked %,.1f/s, sent %,.1f/s on average over %.1f s",
                    r.askedPerS(),
                    r.sentPerS(),
                    r.sendingS());
            held(out, r, lateMs);
        }
        line(
                out,
                "%n%-18s %10s %9s %9s %9s %9s %9s  ms from due",
                "outcome",
                "count",
                "p50",
                "p95",
                "p99",
                "p99.9",
                "max");
        r.byOutcome().forEach((outcome, latency) -> latency(out, outcome.label(), latency));
        latency(out, "all sent", r.overall());
        if (r.count(ClientOutcome.OTHER) > 0) {
            line(out, "other statuses (0: not HTTP): %s", r.statuses());
        }
        if (r.unframed() > 0) {
            line(
                    out,
                    "%,d responses had no Content-Length (chunked?): latency to the head, connection given up",
                    r.unframed());
        }
        if (!r.warmUp().isEmpty()) {
            line(out, "warm-up, not counted: %s", r.warmUp());
        }
        line(out, "");
        r.cpuS()
                .forEach(
                        (name, s) -> line(out, "cpu %-16s %8.2f s %8.2f µs/request", name, s, r.cpuUsPerRequest(name)));
        return out.toString();
    }

    private static void held(StringBuilder out, LoadResult r, long lateMs) {
        Latency own = r.pickUpLate();
        Latency all = r.sendLate();
        line(out, "sent     p50 %.2f, p99 %.2f, max %.2f ms after due", all.p50Ms(), all.p99Ms(), all.maxMs());
        line(
                out,
                "         of that the generator itself: p50 %.2f, p99 %.2f, max %.2f ms",
                own.p50Ms(),
                own.p99Ms(),
                own.maxMs());
        if (r.held()) {
            line(out, "         the rate was HELD: nothing dropped, nothing sent later than %d ms after due", lateMs);
        } else {
            line(
                    out,
                    "         the rate was NOT HELD: %,d (%.2f %%) sent later than %d ms after due, %,d dropped, %,d not connected",
                    r.late(),
                    r.sent() == 0 ? 0 : 100.0 * r.late() / r.sent(),
                    lateMs,
                    r.count(ClientOutcome.DROPPED),
                    r.count(ClientOutcome.CONNECT_ERROR));
            line(out, "         %s", notHeld(r));
            line(out, "         목표 속도를 지키지 못했습니다. 지연 시간에 발생기 자신의 대기가 포함되어 있습니다.");
        }
    }

    /** What that says about the latencies. */
    private static String notHeld(LoadResult r) {
        if (r.ownLate() > 0) {
            return String.format(
                    Locale.ROOT,
                    "The generator itself noticed %,d of them too late: their latencies are in part its own, not the"
                            + " service's. Give it more CPU or ask for less.",
                    r.ownLate());
        }
        return "The generator was in time, but had no connection free or could make none: latencies include that wait."
                + " The service stalled, or --connections is too small.";
    }

    private static void latency(StringBuilder out, String name, Latency l) {
        line(
                out,
                "%-18s %,10d %9.2f %9.2f %9.2f %9.2f %9.2f",
                name,
                l.count(),
                l.p50Ms(),
                l.p95Ms(),
                l.p99Ms(),
                l.p999Ms(),
                l.maxMs());
    }

    @SuppressWarnings("AnnotateFormatMethod") // not worth a dependency for one private method
    private static void line(StringBuilder out, String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }

    static JsonObject json(LoadResult r, Map<String, Object> asked, Series series, List<Command> commands) {
        JsonObject byOutcome = new JsonObject();
        r.byOutcome().forEach((outcome, latency) -> byOutcome.put(outcome.label(), json(latency)));
        JsonObject statuses = new JsonObject();
        r.statuses().forEach((status, count) -> statuses.put(Integer.toString(status), count));
        JsonObject warmUp = new JsonObject();
        r.warmUp().forEach((outcome, count) -> warmUp.put(outcome.label(), count));
        JsonObject cpu = new JsonObject();
        r.cpuS()
                .forEach((name, s) -> cpu.put(
                        name,
                        new JsonObject().put("s", number(s)).put("usPerRequest", number(r.cpuUsPerRequest(name)))));
        return new JsonObject()
                .put("asked", new JsonObject(asked))
                .put("planned", r.planned())
                .put("sent", r.sent())
                .put("again", r.again())
                .put("answered", r.answered())
                .put("held", r.held())
                .put("notHeld", r.held() ? null : notHeld(r))
                .put("late", r.late())
                .put("ownLate", r.ownLate())
                .put("notConnected", r.count(ClientOutcome.CONNECT_ERROR))
                .put("dropped", r.count(ClientOutcome.DROPPED))
                .put("askedPerS", number(r.askedPerS()))
                .put("sentPerS", number(r.sentPerS()))
                .put("answeredPerS", number(r.answeredPerS()))
                .put("sendingS", r.sendingS())
                .put("wholeS", r.wholeS())
                .put("allSent", json(r.overall()))
                .put("outcomes", byOutcome)
                .put("statuses", statuses)
                .put("warmUp", warmUp)
                .put("unframed", r.unframed())
                .put("sendLate", json(r.sendLate()))
                .put("pickUpLate", json(r.pickUpLate()))
                .put("cpu", cpu)
                .put("series", json(series))
                .put("commands", json(commands));
    }

    private static JsonObject json(Series series) {
        JsonArray slices = new JsonArray();
        for (Series.Slice slice : series.slices()) {
            JsonObject outcomes = new JsonObject();
            slice.outcomes().forEach((outcome, count) -> outcomes.put(outcome.label(), count));
            slices.add(new JsonObject()
                    .put("startMs", slice.startMs())
                    .put("wallClockMs", slice.wallClockMs())
                    .put("outcomes", outcomes)
                    .put("accepted", json(slice.accepted()))
                    .put("refused", json(slice.refused()))
                    .put("answered", json(slice.answered())));
        }
        return new JsonObject().put("widthMs", series.widthMs()).put("slices", slices);
    }

    private static JsonArray json(List<Command> commands) {
        JsonArray all = new JsonArray();
        for (Command command : commands) {
            all.add(new JsonObject()
                    .put("kind", command.kind().name().toLowerCase(Locale.ROOT))
                    .put("couponId", command.couponId())
                    .put("quantity", command.quantity())
                    .put("sentAtMs", command.sentAtMs())
                    .put("endedAtMs", command.endedAtMs())
                    .put("status", command.status()));
        }
        return all;
    }

    private static JsonObject json(Latency l) {
        return new JsonObject()
                .put("count", l.count())
                .put("p50Ms", l.p50Ms())
                .put("p95Ms", l.p95Ms())
                .put("p99Ms", l.p99Ms())
                .put("p999Ms", l.p999Ms())
                .put("maxMs", l.maxMs());
    }

    /** JSON has no NaN: what is unknown is null. */
    static @Nullable Double number(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
