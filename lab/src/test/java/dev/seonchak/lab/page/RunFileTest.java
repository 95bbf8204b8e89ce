package dev.seonchak.lab.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunFileTest {
    @TempDir
    Path dir;

    @Test
    void what_was_written_is_read_from_the_file_and_from_its_directory() throws IOException {
        JsonObject run = Runs.realistic();

        RunFile.write(run, dir.resolve("new/run.json"));

        assertThat(RunFile.read(dir.resolve("new/run.json")).encode()).isEqualTo(run.encode());
        assertThat(RunFile.read(dir.resolve("new")).encode()).isEqualTo(run.encode());
    }

    @Test
    void what_is_no_run_is_told_from_a_run_in_a_sentence() throws IOException {
        assertThat(whyNot("not json")).contains("is no JSON");
        assertThat(whyNot("{\"format\":\"k6\"}")).contains("no run of ./seonchak loadtest");
        assertThat(whyNot("{\"format\":7}")).contains("no run of ./seonchak loadtest");
        assertThat(whyNot("[]")).contains("is no JSON");
        assertThatExceptionOfType(NotARun.class)
                .isThrownBy(() -> RunFile.read(dir.resolve("absent")))
                .withMessageContaining("There is no file");
    }

    @Test
    void a_newer_format_is_refused_and_the_sentence_says_what_to_do() throws IOException {
        assertThat(whyNot(Runs.realistic().put("format", "seonchak-run/2").encode()))
                .contains("seonchak-run/2", "newer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"startedAt", "seconds", "plan", "verdict", "requests", "outcomes", "latencyMs"})
    void what_must_be_there_is_missed_by_name(String field) {
        assertThat(flaw(Runs.minimal().putNull(field))).isEqualTo(field);
    }

    @Test
    void a_value_of_another_kind_is_found_where_it_is() {
        assertThat(flaw(Runs.minimal().put("seconds", "120"))).isEqualTo("seconds");
        assertThat(flaw(Runs.minimal().put("startedAt", "yesterday"))).isEqualTo("startedAt");
        assertThat(flaw(Runs.minimal().put("verdict", "GOOD"))).isEqualTo("verdict");
        assertThat(flaw(Runs.minimal().put("machine", "fast"))).isEqualTo("machine");
        assertThat(flaw(Runs.minimal().put("checks", new JsonArray().addNull())))
                .isEqualTo("checks[0]");
        JsonObject halfTold = Runs.realistic();
        halfTold.getJsonArray("checks").getJsonObject(1).put("title", new JsonObject().put("en", "only"));
        assertThat(flaw(halfTold)).isEqualTo("checks[1].title");
        JsonObject text = Runs.realistic();
        text.getJsonObject("series")
                .getJsonObject("byOutcome")
                .getJsonArray("accepted")
                .set(4, "many");
        assertThat(flaw(text)).isEqualTo("series.byOutcome.accepted[4]");
    }

    @Test
    void a_column_of_another_length_is_found_wherever_it_is() {
        JsonObject shorter = Runs.realistic();
        shorter.getJsonObject("series").getJsonArray("lag").remove(0);
        assertThat(flaw(shorter)).isEqualTo("series.lag: 119 values, but second has 120");
        JsonObject nested = Runs.realistic();
        nested.getJsonObject("series")
                .getJsonArray("processes")
                .getJsonObject(2)
                .put("cpu", new JsonArray(List.of(1)));
        assertThat(flaw(nested)).isEqualTo("series.processes[2].cpu: 1 values, but second has 120");
    }

    @Test
    void fields_of_a_newer_program_gaps_and_absent_parts_are_no_flaw() {
        JsonObject run = Runs.realistic().put("mood", "good").putNull("errors");
        run.getJsonObject("series").getJsonArray("stock").setNull(3);
        run.getJsonObject("series").put("processes", new JsonArray());

        assertThat(RunShape.flaw(run)).isEmpty();
        assertThat(RunShape.flaw(Runs.minimal())).isEmpty();
    }

    private static String flaw(JsonObject run) {
        return RunShape.flaw(run).orElse("none");
    }

    private String whyNot(String content) throws IOException {
        Path file = Files.writeString(dir.resolve("some.json"), content);
        try {
            RunFile.read(file);
            return "it was read";
        } catch (NotARun e) {
            assertThat(e.why().ko()).contains(file.toString());
            return e.why().en();
        }
    }
}
