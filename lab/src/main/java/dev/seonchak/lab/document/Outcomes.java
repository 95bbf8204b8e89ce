package dev.seonchak.lab.document;

import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.core.audit.ClientOutcome.Meaning;
import dev.seonchak.core.audit.Words;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What became of the requests of a load.
 *
 * @param counts how often that was the outcome
 * @param latencies of the requests with that outcome, in milliseconds; asked only for those that came and were waited for
 * @param expected what a user may hear of a coupon without anybody having failed
 */
public record Outcomes(
        ToLongFunction<ClientOutcome> counts,
        Function<ClientOutcome, JsonObject> latencies,
        Set<ClientOutcome> expected) {

    /** A user who hears one of these has been served as the coupon's stock allows. */
    public static final Set<ClientOutcome> SERVED =
            Set.of(ClientOutcome.ACCEPTED, ClientOutcome.ALREADY_ISSUED, ClientOutcome.SOLD_OUT, ClientOutcome.CLOSED);

    private static final Map<ClientOutcome, Words> NAMES = new EnumMap<>(Map.ofEntries(
            Map.entry(ClientOutcome.ACCEPTED, new Words("issued", "발급")),
            Map.entry(ClientOutcome.ALREADY_ISSUED, new Words("already issued", "이미 발급")),
            Map.entry(ClientOutcome.SOLD_OUT, new Words("sold out", "재고 없음")),
            Map.entry(ClientOutcome.CLOSED, new Words("closed", "마감")),
            Map.entry(ClientOutcome.NOT_OPEN, new Words("not open yet", "아직 안 열림")),
            Map.entry(ClientOutcome.UNKNOWN_COUPON, new Words("no such coupon", "없는 쿠폰")),
            Map.entry(ClientOutcome.OUTCOME_UNKNOWN, new Words("outcome unknown", "결과 모름")),
            Map.entry(ClientOutcome.OVERLOADED, new Words("overloaded", "과부하")),
            Map.entry(ClientOutcome.LOG_UNAVAILABLE, new Words("log unavailable", "로그 이용 불가")),
            Map.entry(ClientOutcome.OTHER, new Words("another answer", "다른 응답")),
            Map.entry(ClientOutcome.TIMEOUT, new Words("timeout", "타임아웃")),
            Map.entry(ClientOutcome.RESET, new Words("connection reset", "연결 끊김")),
            Map.entry(ClientOutcome.LEFT, new Words("hung up by the client", "클라이언트가 끊음")),
            Map.entry(ClientOutcome.CONNECT_ERROR, new Words("not connected", "연결 실패")),
            Map.entry(ClientOutcome.DROPPED, new Words("not sent", "보내지 못함"))));

    /** How often that was the outcome. */
    public long count(ClientOutcome outcome) {
        return counts.applyAsLong(outcome);
    }

    /** Answers, and missing ones, that nobody wants to hear. */
    public long unexpected() {
        return Arrays.stream(ClientOutcome.values())
                .filter(outcome -> !expected.contains(outcome))
                .mapToLong(counts)
                .sum();
    }

    /** The requests in all. */
    public JsonObject requests(long planned, long sent, long dropped) {
        long ok = count(ClientOutcome.ACCEPTED);
        return new JsonObject()
                .put("planned", planned)
                .put("sent", sent)
                .put("dropped", dropped)
                .put("ok", ok)
                .put("okShare", sent == 0 ? 0 : (double) ok / sent)
                .put("unexpected", unexpected());
    }

    /** One by one, those that came. */
    public JsonArray json() {
        JsonArray all = new JsonArray();
        for (ClientOutcome outcome : ClientOutcome.values()) {
            if (count(outcome) > 0) {
                JsonObject one = new JsonObject()
                        .put("label", outcome.label())
                        .put("status", outcome.status())
                        .put(
                                "kind",
                                outcome.meaning()
                                        .name()
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', '-'))
                        .put("name", Json.words(name(outcome)))
                        .put("count", count(outcome));
                if (outcome.meaning() != Meaning.NOT_SENT && outcome != ClientOutcome.LEFT) {
                    one.put("latencyMs", latencies.apply(outcome));
                }
                all.add(one);
            }
        }
        return all;
    }

    /**
     * The load-test plan's own list, in its order.
     *
     * @param duplicateKeys refused by the database; NaN where nobody counted
     */
    public JsonArray errors(double duplicateKeys) {
        JsonArray errors = new JsonArray()
                .add(error(ClientOutcome.TIMEOUT))
                .add(error(ClientOutcome.ALREADY_ISSUED))
                .add(error(ClientOutcome.SOLD_OUT));
        if (!Double.isNaN(duplicateKeys)) {
            errors.add(error(
                    "db-duplicate-key", new Words("duplicate key in the database", "DB 중복 키"), (long) duplicateKeys));
        }
        Set<ClientOutcome> told = Set.of(ClientOutcome.TIMEOUT, ClientOutcome.ALREADY_ISSUED, ClientOutcome.SOLD_OUT);
        long other = Arrays.stream(ClientOutcome.values())
                .filter(outcome -> outcome.meaning() != Meaning.OK && !told.contains(outcome))
                .mapToLong(counts)
                .sum();
        return errors.add(error("other", new Words("all others", "그 외"), other));
    }

    private JsonObject error(ClientOutcome outcome) {
        return error(outcome.label(), name(outcome), count(outcome));
    }

    private static JsonObject error(String kind, Words name, long count) {
        return new JsonObject().put("kind", kind).put("name", Json.words(name)).put("count", count);
    }

    /** What people call it. */
    public static Words name(ClientOutcome outcome) {
        return NAMES.getOrDefault(outcome, new Words(outcome.label(), outcome.label()));
    }
}
