package dev.seonchak.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.core.audit.Words;
import dev.seonchak.lab.page.Comparison.Row;
import dev.seonchak.lab.page.Comparison.Row.Judgement;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void more_latency_is_worse_less_is_better_and_a_little_is_neither() {
        JsonObject a = Runs.realistic();
        JsonObject b = Runs.realistic();
        b.getJsonObject("latencyMs").put("p50", 0.29).put("p95", 5.0).put("p99", 53.8);

        assertThat(row(a, b, "p50, all answers").judgement()).isEqualTo(Judgement.EVEN);
        assertThat(row(a, b, "p95, all answers").judgement()).isEqualTo(Judgement.BETTER);
        assertThat(row(a, b, "p99, all answers").judgement()).isEqualTo(Judgement.WORSE);
        assertThat(row(a, b, "p99, all answers").difference()).isEqualTo("+26.9 ms (×2.00)");
        assertThat(row(b, a, "p99, all answers").difference()).isEqualTo("−26.9 ms (×0.50)");
    }

    @Test
    void more_coupons_issued_is_better() {
        JsonObject fewer = Runs.realistic();
        fewer.getJsonObject("requests").put("ok", 20_000);

        assertThat(row(fewer, Runs.realistic(), "Coupons issued").judgement()).isEqualTo(Judgement.BETTER);
    }

    @Test
    void what_only_one_has_measured_is_shown_and_not_judged() {
        Row row = row(Runs.minimal(), Runs.realistic(), "p99, all answers");

        assertThat(row.a()).isEqualTo(Numbers.NOT_MEASURED);
        assertThat(row.b().en()).isEqualTo("26.9 ms");
        assertThat(row.judgement()).isEqualTo(Judgement.UNKNOWN);
    }

    @Test
    void a_run_beside_itself_has_nothing_to_warn_of() {
        assertThat(Differences.between(Runs.realistic(), Runs.realistic())).isEmpty();
    }

    @Test
    void other_plans_machines_commits_and_verdicts_are_warned_of_with_both_sides() {
        JsonObject b = Runs.slower().put("verdict", "FAIL");
        b.getJsonObject("plan").getJsonArray("stages").getJsonObject(2).put("ratePerSecond", 9_000);

        assertThat(Differences.between(Runs.realistic(), b))
                .extracting(Words::en)
                .anySatisfy(text -> assertThat(text).startsWith("B did not pass"))
                .anySatisfy(text -> assertThat(text).contains("plans differ", "5,000/s", "9,000/s"))
                .anySatisfy(text -> assertThat(text).contains("machines differ", "cpus 2 / 4"))
                .anySatisfy(text -> assertThat(text).contains("commits differ", "cb373d7a01", "951ff65b22"));
    }

    private static Row row(JsonObject a, JsonObject b, String name) {
        return Comparison.of(a, b).rows().stream()
                .filter(row -> row.name().en().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
