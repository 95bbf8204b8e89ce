package dev.seonchak.lab.page;

import static dev.seonchak.lab.page.Numbers.NOT_MEASURED;
import static dev.seonchak.lab.page.Numbers.both;
import static dev.seonchak.lab.page.Numbers.count;
import static dev.seonchak.lab.page.Numbers.ms;
import static dev.seonchak.lab.page.Numbers.seconds;
import static dev.seonchak.lab.page.Numbers.share;
import static dev.seonchak.lab.page.Numbers.told;

import dev.seonchak.core.audit.Words;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run comes to in a few lines. The page and the terminal tell the same lines, so they cannot disagree. */
final class Facts {
    private Facts() {}

    /** The figures for a first look. */
    static List<Fact> figures(JsonObject run) {
        JsonObject requests = run.getJsonObject("requests");
        Words of = new Words("all answers", "전체 응답");
        return List.of(
                new Fact(new Words("2xx share", "성공(2xx) 비율"), told(okShare(run), Numbers::share), okOfSent(run)),
                new Fact(new Words("p95", "p95"), told(At.number(run, "latencyMs", "p95"), Numbers::ms), of),
                new Fact(new Words("p99", "p99"), told(At.number(run, "latencyMs", "p99"), Numbers::ms), of),
                new Fact(
                        new Words("Coupons issued", "발급된 쿠폰"),
                        told(At.number(requests, "ok"), Numbers::count),
                        ofQuantity(run)),
                new Fact(
                        new Words("Requests sent", "보낸 요청"),
                        told(At.number(requests, "sent"), Numbers::count),
                        plannedAndDropped(run)),
                new Fact(new Words("Duration", "부하 시간"), both(seconds(run.getDouble("seconds"))), peak(run)));
    }

    /** The load-test plan's section 4, line by line: success, latencies, kinds of errors and how often. */
    static List<Fact> plan(JsonObject run) {
        List<Fact> lines = new ArrayList<>();
        lines.add(new Fact(
                new Words("Success: 2xx of all requests", "성공 처리율 (2xx / 전체 요청)"),
                told(okShare(run), Numbers::share),
                mostPossible(run)));
        for (String percentile : List.of("p95", "p99")) {
            lines.add(new Fact(
                    new Words("Latency " + percentile, "주요 지연 구간 " + percentile),
                    told(At.number(run, "latencyMs", percentile), Numbers::ms),
                    ofAccepted(run, percentile)));
        }
        lines.add(error(run, "timeout", new Words("Timeouts", "타임아웃"), Fact.NO_NOTE));
        lines.add(error(
                run,
                "already-issued",
                new Words("Issued already (“이미 발급”)", "중복 발급 예외 (이미 발급)"),
                new Words("409: the right answer to users who ask again", "409: 이미 받은 사용자가 다시 요청하면 나가는 정상 응답")));
        lines.add(error(
                run,
                "sold-out",
                new Words("No stock left (“재고 없음”)", "재고 없음 예외"),
                new Words("410: the right answer once everything is issued", "410: 모두 발급된 뒤에 나가는 정상 응답")));
        lines.add(
                error(run, "db-duplicate-key", new Words("Duplicate key in the database", "DB 중복 키 예외"), Fact.NO_NOTE));
        for (JsonObject other : At.list(run, "errors")) {
            String kind = other.getString("kind", "other");
            if (!List.of("timeout", "already-issued", "sold-out", "db-duplicate-key")
                    .contains(kind)) {
                lines.add(error(run, kind, both(kind), Fact.NO_NOTE));
            }
        }
        Double unexpected = At.number(run, "requests", "unexpected");
        lines.add(new Fact(
                new Words("Answers that nobody expects", "예상 밖의 응답"), told(unexpected, Numbers::count), Fact.NO_NOTE));
        return lines;
    }

    /** 2xx of what was sent; null where unknown. */
    static @Nullable Double okShare(JsonObject run) {
        Double told = At.number(run, "requests", "okShare");
        Double ok = At.number(run, "requests", "ok");
        Double sent = At.number(run, "requests", "sent");
        return told != null || ok == null || sent == null || sent == 0 ? told : Double.valueOf(ok / sent);
    }

    private static Words okOfSent(JsonObject run) {
        Double ok = At.number(run, "requests", "ok");
        Double sent = At.number(run, "requests", "sent");
        return ok == null || sent == null
                ? Fact.NO_NOTE
                : new Words(
                        count(ok) + " of " + count(sent) + " requests", "요청 " + count(sent) + "건 중 " + count(ok) + "건");
    }

    private static Words ofQuantity(JsonObject run) {
        Double quantity = At.number(run, "coupon", "quantity");
        return quantity == null
                ? Fact.NO_NOTE
                : new Words("of " + count(quantity) + " in stock", "준비한 " + count(quantity) + "장 중");
    }

    private static Words plannedAndDropped(JsonObject run) {
        Double planned = At.number(run, "requests", "planned");
        Double dropped = At.number(run, "requests", "dropped");
        if (planned == null || dropped == null) {
            return Fact.NO_NOTE;
        }
        return new Words(
                count(planned) + " planned, " + count(dropped) + " dropped",
                "계획 " + count(planned) + "건, 포기 " + count(dropped) + "건");
    }

    private static Words peak(JsonObject run) {
        return At.list(run, "plan", "stages").stream()
                .map(stage -> At.number(stage, "ratePerSecond"))
                .filter(rate -> rate != null)
                .max(Double::compare)
                .map(rate -> new Words("up to " + count(rate) + " requests/s", "최대 초당 " + count(rate) + "건"))
                .orElse(Fact.NO_NOTE);
    }

    /** A share of 9.58% looks like a failure, and is all that a coupon has: say so. */
    private static Words mostPossible(JsonObject run) {
        Double quantity = At.number(run, "coupon", "quantity");
        Double sent = At.number(run, "requests", "sent");
        if (quantity == null || sent == null || sent <= quantity) {
            return okOfSent(run);
        }
        String most = share(quantity / sent);
        return new Words(
                "No more than " + most + " is possible: " + count(quantity) + " coupons, " + count(sent) + " requests",
                "쿠폰 " + count(quantity) + "장에 요청 " + count(sent) + "건이므로 최대 " + most);
    }

    private static Words ofAccepted(JsonObject run, String percentile) {
        JsonObject accepted = At.one(At.list(run, "outcomes"), "label", "accepted");
        Double of202 = accepted == null ? null : At.number(accepted, "latencyMs", percentile);
        return of202 == null
                ? Fact.NO_NOTE
                : new Words("All answers. 202s alone: " + ms(of202), "전체 응답. 202만: " + ms(of202));
    }

    private static Fact error(JsonObject run, String kind, Words name, Words note) {
        JsonObject listed = At.one(At.list(run, "errors"), "kind", kind);
        JsonObject outcome = At.one(At.list(run, "outcomes"), "label", kind);
        JsonObject counted = listed == null ? outcome : listed;
        Double times = counted == null ? null : At.number(counted, "count");
        Words ownName = listed == null ? null : At.words(listed, "name");
        Words ownNote = listed == null ? null : At.words(listed, "note");
        boolean planned = !name.en().equals(kind);
        return new Fact(
                planned || ownName == null ? name : ownName,
                times == null ? NOT_MEASURED : both(count(times) + shareOfSent(run, times)),
                ownNote == null ? note : ownNote);
    }

    private static String shareOfSent(JsonObject run, double times) {
        Double sent = At.number(run, "requests", "sent");
        return sent == null || sent == 0 || times == 0 ? "" : " (" + share(times / sent) + ")";
    }
}
