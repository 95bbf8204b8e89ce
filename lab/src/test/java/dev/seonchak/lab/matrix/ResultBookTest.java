package dev.seonchak.lab.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.lab.report.MatrixTable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultBookTest {
    @TempDir
    Path dir;

    @Test
    void what_passed_need_not_run_again_after_a_crash_in_the_middle_of_a_line() throws IOException {
        Path file = dir.resolve("new/matrix.jsonl");
        ResultBook book = ResultBook.open(file);
        book.add(result("redis-kill/mid-ramp/1", "PASS"));
        book.add(result("redis-kill/drain/1", "FAIL"));
        Files.writeString(file, "{\"name\":\"redis-stop/drain/1\",\"verd", StandardOpenOption.APPEND);

        ResultBook again = ResultBook.open(file);

        assertThat(again.passed("redis-kill/mid-ramp/1")).isTrue();
        assertThat(again.passed("redis-kill/drain/1")).isFalse();
        assertThat(again.passed("redis-stop/drain/1")).isFalse();
    }

    @Test
    void what_was_cut_off_does_not_spoil_what_is_added_later() throws IOException {
        Path file = dir.resolve("matrix.jsonl");
        ResultBook.open(file).add(result("a/drain/1", "PASS"));
        Files.writeString(file, "{\"name\":\"b/drain/1\"", StandardOpenOption.APPEND);

        ResultBook.open(file).add(result("c/drain/1", "PASS"));

        assertThat(ResultBook.open(file).passed("a/drain/1")).isTrue();
        assertThat(ResultBook.open(file).passed("c/drain/1")).isTrue();
    }

    @Test
    void the_latest_run_of_a_name_counts_and_the_table_adds_them_up() throws IOException {
        ResultBook book = ResultBook.open(dir.resolve("matrix.jsonl"));
        book.add(result("redis-kill/mid-ramp/1", "FAIL"));
        book.add(result("redis-kill/mid-ramp/2", "PASS"));
        book.add(result("redis-kill/mid-ramp/1", "PASS"));
        book.add(result("redis-kill/drain/1", "UNKNOWN"));

        assertThat(MatrixTable.of(book.results()))
                .contains("| redis-kill | – | 2 PASS | – | – | 1 UNKNOWN | 120 ms | 7 ms |");
        assertThat(MatrixTable.counts(book.results())).isEqualTo("1 UNKNOWN, 2 PASS");
    }

    @Test
    void who_never_came_back_is_not_passed_over() throws IOException {
        ResultBook book = ResultBook.open(dir.resolve("matrix.jsonl"));
        JsonObject fault = new JsonObject()
                .put("p99Judged", true)
                .putNull("p99BackAfterMs")
                .put("lagZeroAfterMs", 7);
        book.add(result("a/mid-ramp/1", "PASS"));
        book.add(result("a/drain/1", "FAIL").put("faults", new JsonArray().add(fault)));

        assertThat(MatrixTable.of(book.results())).contains("| never | 7 ms |");
    }

    private static JsonObject result(String name, String verdict) {
        return new JsonObject()
                .put("name", name)
                .put("verdict", verdict)
                .put(
                        "faults",
                        new JsonArray()
                                .add(new JsonObject().put("p99BackAfterMs", 120).put("lagZeroAfterMs", 7)));
    }
}
