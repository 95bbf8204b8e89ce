package dev.seonchak.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReportCommandTest {
    private static final String RUN = """
            {"format": "seonchak-run/1", "startedAt": "2026-11-22T23:58:45Z", "seconds": 120.4, "plan": {"stages": []},
             "verdict": "PASS", "requests": {"sent": 4, "ok": 1}, "outcomes": [], "latencyMs": {"p99": 12.5}}
            """;

    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine report =
            new CommandLine(new ReportCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @BeforeEach
    void writeRuns() throws IOException {
        Files.createDirectories(dir.resolve("a"));
        Files.writeString(dir.resolve("a/run.json"), RUN);
        Files.writeString(dir.resolve("b.json"), RUN.replace("12.5", "25.0"));
    }

    @Test
    void a_run_is_shown_on_the_terminal_and_as_a_page_beside_it() {
        int code = report.execute("show", dir.resolve("a").toString(), "--lang", "en");

        assertThat(code).isZero();
        assertThat(out.toString()).startsWith("PASS").contains("25.00%", "12.5 ms");
        assertThat(dir.resolve("a/report.html")).content().startsWith("<!doctype html>");
    }

    @Test
    void a_page_goes_where_it_is_asked_for_and_the_language_is_the_callers() {
        Path page = dir.resolve("new/page.html");

        int code = report.execute("show", dir.resolve("b.json").toString(), "--lang", "ko", "--out", page.toString());

        assertThat(code).isZero();
        assertThat(out.toString()).contains("판정한 것은 모두 지켜졌습니다", "보고서: " + page);
        assertThat(page).exists();
    }

    @Test
    void two_runs_are_compared() {
        int code = report.execute(
                "compare",
                "--lang",
                "en",
                dir.resolve("a").toString(),
                dir.resolve("b.json").toString());

        assertThat(code).isZero();
        assertThat(out.toString()).containsPattern("p99, all answers +12.5 ms +25.0 ms +\\+12.5 ms \\(×2.00\\) ▼");
        assertThat(dir.resolve("compare.html")).exists();
    }

    @Test
    void what_is_no_run_is_refused_in_the_callers_language() throws IOException {
        Files.writeString(dir.resolve("other.json"), "{}");

        int code = report.execute("show", dir.resolve("other.json").toString(), "--lang", "ko");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("결과가 아닙니다");
        assertThat(dir.resolve("other.html")).doesNotExist();
    }

    @Test
    void a_page_is_never_written_over_a_run() throws IOException {
        String run = dir.resolve("b.json").toString();

        int code = report.execute("show", run, "--out", run);

        assertThat(code).isNotZero();
        assertThat(Files.readString(dir.resolve("b.json"))).startsWith("{\"format\"");
    }
}
