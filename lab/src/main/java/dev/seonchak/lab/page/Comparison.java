package dev.seonchak.lab.page;

import static dev.seonchak.lab.page.Numbers.told;

import dev.seonchak.core.audit.Words;
import dev.seonchak.lab.page.Comparison.Row.Judgement;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Two runs, figure by figure. */
record Comparison(List<Words> warnings, List<Row> rows) {
    /** Runs of the same thing differ by less than this without a reason. */
    private static final double NOISE = 0.05;

    private static final int LESS_IS_BETTER = -1;
    private static final int MORE_IS_BETTER = 1;

    /** One figure of both, and what B has over A. */
    record Row(Words name, Words a, Words b, String difference, Judgement judgement) {
        enum Judgement {
            BETTER,
            WORSE,
            /** Within the noise. */
            EVEN,
            UNKNOWN
        }

        JsonObject json() {
            return new JsonObject()
                    .put("name", Fact.json(name))
                    .put("a", Fact.json(a))
                    .put("b", Fact.json(b))
                    .put("difference", difference)
                    .put("judgement", judgement.name());
        }
    }

    static Comparison of(JsonObject a, JsonObject b) {
        return new Comparison(Differences.between(a, b), rows(a, b));
    }

    JsonObject json() {
        JsonArray told = new JsonArray();
        warnings.forEach(warning -> told.add(Fact.json(warning)));
        JsonArray figures = new JsonArray();
        rows.forEach(row -> figures.add(row.json()));
        return new JsonObject().put("warnings", told).put("rows", figures);
    }

    private static List<Row> rows(JsonObject a, JsonObject b) {
        List<Row> rows = new ArrayList<>();
        rows.add(row("2xx share", "성공(2xx) 비율", a, b, Facts::okShare, Numbers::share, MORE_IS_BETTER));
        rows.add(requests("Requests sent", "보낸 요청", "sent", a, b, MORE_IS_BETTER));
        rows.add(requests("Coupons issued", "발급된 쿠폰", "ok", a, b, MORE_IS_BETTER));
        rows.add(requests("Requests dropped", "포기한 요청", "dropped", a, b, LESS_IS_BETTER));
        rows.add(requests("Unexpected answers", "예상 밖의 응답", "unexpected", a, b, LESS_IS_BETTER));
        for (String p : List.of("p50", "p95", "p99", "p999", "max")) {
            String name = p.equals("p999") ? "p99.9" : p;
            rows.add(latency(name + ", all answers", name + ", 전체 응답", a, b, run -> At.number(run, "latencyMs", p)));
        }
        for (String p : List.of("p50", "p95", "p99")) {
            rows.add(latency(p + ", 202s", p + ", 202만", a, b, run -> accepted(run, p)));
        }
        rows.add(latency(
                "Last row after the last 202",
                "마지막 202 뒤 마지막 행까지",
                a,
                b,
                run -> At.number(run, "afterwards", "lastRowMs")));
        for (JsonObject process : At.list(a, "series", "processes")) {
            String name = process.getString("name", "?");
            rows.add(row(
                    name + ": CPU, mean of cores",
                    name + ": 평균 CPU 코어",
                    a,
                    b,
                    run -> mean(process(run, name, "cpu")),
                    Numbers::cores,
                    LESS_IS_BETTER));
            rows.add(row(
                    name + ": memory, most",
                    name + ": 최대 메모리",
                    a,
                    b,
                    run -> most(process(run, name, "rssBytes")),
                    Numbers::bytes,
                    LESS_IS_BETTER));
        }
        rows.removeIf(row -> row.a().equals(Numbers.NOT_MEASURED) && row.b().equals(Numbers.NOT_MEASURED));
        return rows;
    }

    private static Row requests(String en, String ko, String field, JsonObject a, JsonObject b, int better) {
        return row(en, ko, a, b, run -> At.number(run, "requests", field), Numbers::count, better);
    }

    private static Row latency(
            String en, String ko, JsonObject a, JsonObject b, Function<JsonObject, @Nullable Double> figure) {
        return row(en, ko, a, b, figure, Numbers::ms, LESS_IS_BETTER);
    }

    private static Row row(
            String en,
            String ko,
            JsonObject a,
            JsonObject b,
            Function<JsonObject, @Nullable Double> figure,
            DoubleFunction<String> unit,
            int better) {
        Double inA = figure.apply(a);
        Double inB = figure.apply(b);
        Words name = new Words(en, ko);
        if (inA == null || inB == null) {
            return new Row(name, told(inA, unit), told(inB, unit), "", Judgement.UNKNOWN);
        }
        return new Row(name, told(inA, unit), told(inB, unit), difference(inA, inB, unit), judge(inA, inB, better));
    }

    private static String difference(double a, double b, DoubleFunction<String> unit) {
        if (a == b) {
            return "=";
        }
        String difference = (b > a ? "+" : "−") + unit.apply(Math.abs(b - a));
        return a == 0 ? difference : difference + String.format(Locale.ROOT, " (×%.2f)", b / a);
    }

    private static Judgement judge(double a, double b, int better) {
        if (Math.abs(b - a) <= NOISE * Math.max(Math.abs(a), Math.abs(b))) {
            return Judgement.EVEN;
        }
        return Math.signum(b - a) == better ? Judgement.BETTER : Judgement.WORSE;
    }

    private static @Nullable Double accepted(JsonObject run, String percentile) {
        JsonObject accepted = At.one(At.list(run, "outcomes"), "label", "accepted");
        return accepted == null ? null : At.number(accepted, "latencyMs", percentile);
    }

    private static List<Double> process(JsonObject run, String name, String column) {
        JsonObject process = At.one(At.list(run, "series", "processes"), "name", name);
        return process == null ? List.of() : At.column(process, column);
    }

    private static @Nullable Double mean(List<Double> values) {
        return values.isEmpty()
                ? null
                : values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
    }

    private static @Nullable Double most(List<Double> values) {
        return values.stream().max(Double::compare).orElse(null);
    }
}
