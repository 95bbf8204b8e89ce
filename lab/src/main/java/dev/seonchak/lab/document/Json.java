package dev.seonchak.lab.document;

import dev.seonchak.core.audit.AuditReport;
import dev.seonchak.core.audit.Finding;
import dev.seonchak.core.audit.Words;
import dev.seonchak.lab.load.Latency;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What documents write in one way only. */
public final class Json {
    private Json() {}

    /** Both languages. */
    public static JsonObject words(Words words) {
        return new JsonObject().put("en", words.en()).put("ko", words.ko());
    }

    /** A list, one by one. */
    public static <T> JsonArray array(List<T> all, Function<? super T, @Nullable Object> each) {
        JsonArray array = new JsonArray();
        all.forEach(one -> array.add(each.apply(one)));
        return array;
    }

    /** A number; null where it is unknown, for which JSON has no number. */
    public static @Nullable Double number(double value) {
        return Double.isFinite(value) ? Double.valueOf(value) : null;
    }

    /** The same of whole numbers. */
    public static @Nullable Long number(OptionalLong value) {
        return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
    }

    /** The percentiles of one kind of request, in milliseconds; nothing where there was none. */
    public static JsonObject latency(Latency latency) {
        return latency.count() == 0
                ? new JsonObject()
                : new JsonObject()
                        .put("p50", latency.p50Ms())
                        .put("p95", latency.p95Ms())
                        .put("p99", latency.p99Ms())
                        .put("p999", latency.p999Ms())
                        .put("max", latency.maxMs());
    }

    /** The invariants of an audit, in their order. */
    public static JsonArray invariants(AuditReport report) {
        return array(report.findings(), Json::invariant);
    }

    private static JsonObject invariant(Finding finding) {
        return new JsonObject()
                .put("id", finding.invariant().name())
                .put("status", finding.status().name())
                .put("title", words(finding.invariant().title()))
                .put("summary", words(finding.summary()))
                .put("evidence", new JsonArray(finding.evidence()))
                .put("total", finding.total());
    }
}
