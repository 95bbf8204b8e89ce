package dev.seonchak.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RunSummaryTest {
    private static final List<Locale> BOTH = List.of(Locale.ENGLISH, Locale.KOREAN);

    @Test
    void the_verdict_comes_first_and_where_the_report_is_last() {
        String text = RunSummary.of(Runs.realistic(), Locale.ENGLISH, Path.of("/tmp/report.html"));

        assertThat(text).startsWith("PASS  loadtest").endsWith("Report: /tmp/report.html\n");
        assertThat(text).contains("Everything that was judged holds: 4 checks, 9 invariants.");
    }

    @Test
    void the_plans_section_is_told_line_by_line() {
        String text = RunSummary.of(Runs.realistic(), Locale.KOREAN, null);

        assertThat(text)
                .containsSubsequence(
                        "성공 처리율",
                        "9.58%",
                        "주요 지연 구간 p95",
                        "8.7 ms",
                        "주요 지연 구간 p99",
                        "26.9 ms",
                        "타임아웃",
                        " 0\n",
                        "이미 발급",
                        "103,412 (39.62%)",
                        "재고 없음",
                        "132,587 (50.80%)",
                        "DB 중복 키",
                        " 0\n");
    }

    @Test
    void no_line_is_wider_than_a_terminal_though_a_korean_letter_takes_two_cells() {
        for (Locale locale : BOTH) {
            assertThat(RunSummary.of(Runs.realistic(), locale, null).lines())
                    .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(80));
            assertThat(CompareSummary.of(Runs.realistic(), Runs.slower(), locale, Path.of("c.html"))
                            .lines())
                    .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(80));
        }
        assertThat(Columns.width("재고 ok")).isEqualTo(7);
    }

    @Test
    void what_was_not_measured_is_called_so() {
        String text = RunSummary.of(Runs.minimal(), Locale.ENGLISH, null);

        assertThat(text).startsWith("UNKNOWN").contains("Not everything could be read.");
        assertThat(text.lines().filter(line -> line.contains("not measured"))).hasSize(10);
    }

    @Test
    void what_failed_is_named_with_its_evidence() {
        String text = RunSummary.of(Runs.failed(), Locale.ENGLISH, null);

        assertThat(text).startsWith("FAIL");
        assertThat(text).contains("✗ No iteration dropped", "✗ I3", "user 77: 202 serial 12, no row", "and 1 more");
    }

    @Test
    void how_long_it_took_until_normal_is_told_with_what_was_allowed() {
        assertThat(RunSummary.of(FaultRuns.withFaults(), Locale.ENGLISH, null))
                .contains("✓ as fast as before\n      900 ms, allowed 5,000 ms\n")
                .contains("✗ caught up\n      never, allowed 30,000 ms\n")
                .contains("– few of them\n      too few 202s to tell\n");
    }

    @Test
    void evidence_cannot_move_the_cursor() {
        var run = Runs.failed();
        run.getJsonArray("invariants").getJsonObject(2).put("evidence", new JsonArray().add("user 77\u001b[2Jgone"));

        assertThat(RunSummary.of(run, Locale.ENGLISH, null))
                .contains("user 77 [2Jgone")
                .doesNotContain("\u001b");
    }
}
