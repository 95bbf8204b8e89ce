package dev.seonchak.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.lab.floor.FloorServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine lab =
            Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @Test
    void it_says_which_commit_it_is_of() {
        assertThat(lab.execute("matrix", "--version")).isZero();
        assertThat(out.toString()).startsWith("lab of commit ");
    }

    @Test
    void aLoadEndsWithASummaryAHistoryAndJson(@TempDir Path folder) throws IOException {
        Path history = folder.resolve("history.csv");
        Path json = folder.resolve("result.json");
        try (FloorServer floor = FloorServer.start(0, 1)) {
            int code = lab.execute(
                    "load",
                    "--target",
                    "http://127.0.0.1:" + floor.port(),
                    "--scenario",
                    "issue-heavy",
                    "--rate",
                    "1000",
                    "--duration",
                    "0.2",
                    "--warmup-s",
                    "0.1",
                    "--connections",
                    "8",
                    "--late-ms",
                    "60000",
                    "--cpu",
                    "floor=" + ProcessHandle.current().pid(),
                    "--history",
                    history.toString(),
                    "--json",
                    json.toString());

            assertThat(err.toString()).isEmpty();
            assertThat(code).isZero();
        }
        assertThat(out.toString()).contains("200 planned, 200 sent, 200 answered", "sold-out", "cpu floor");
        assertThat(Files.readAllLines(history)).hasSize(302);
        JsonObject result = new JsonObject(Files.readString(json));
        assertThat(result.getJsonObject("outcomes").getJsonObject("sold-out").getLong("count"))
                .isEqualTo(200);
        assertThat(result.getJsonObject("asked").getString("scenario")).isEqualTo("issue-heavy");
        assertThat(result.getBoolean("held")).isTrue();
        assertThat(result.getJsonObject("series")
                        .getJsonArray("slices")
                        .getJsonObject(0)
                        .getJsonObject("answered")
                        .getLong("count"))
                .isEqualTo(300);
    }

    @Test
    void aRateThatWasNotHeldIsSaidAndIsAnExitCode(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("result.json");
        try (FloorServer floor = FloorServer.start(0, 1)) {
            int code = lab.execute(
                    "load",
                    "--target",
                    "http://127.0.0.1:" + floor.port() + ",http://127.0.0.1:1",
                    "--scenario",
                    "retry-storm",
                    "--rate",
                    "100",
                    "--duration",
                    "0.2",
                    "--burst",
                    "2",
                    "--leave-share",
                    "0",
                    "--retry-pause-ms",
                    "1",
                    "--client-timeout-ms",
                    "20000",
                    "--connections",
                    "8",
                    "--late-ms",
                    "60000",
                    "--json",
                    json.toString());

            assertThat(code).isEqualTo(3);
        }
        assertThat(out.toString()).contains("40 planned", "NOT HELD", "20 not connected", "asked again");
        JsonObject result = new JsonObject(Files.readString(json));
        assertThat(result.getBoolean("held")).isFalse();
        assertThat(result.getString("notHeld")).contains("latencies");
        assertThat(result.getLong("again")).isEqualTo(20);
    }

    @Test
    void aLoadTestThatIsAskedForWronglySaysWhatToWriteAndIsNoVerdict() {
        int code = lab.execute("loadtest", "--stages", "1000");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).startsWith("loadtest: '1000' is no stage").contains("1000:30s");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aTrickleWithoutATokenIsRefusedBeforeAnythingIsSent() {
        int code = lab.execute("load", "--scenario", "trickle", "--admin-token", "");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("--admin-token");
    }

    @Test
    void aClosedLoopSaysHowManyAnswersASecond() {
        try (FloorServer floor = FloorServer.start(0, 1)) {
            int code = lab.execute(
                    "load",
                    "--target",
                    "http://127.0.0.1:" + floor.port(),
                    "--scenario",
                    "issue-heavy",
                    "--closed",
                    "4",
                    "--requests",
                    "500");

            assertThat(code).isZero();
        }
        assertThat(out.toString()).contains("500 sent, 500 answered", "answers/s");
    }

    @Test
    void aForeignTargetIsRefusedWithASentence() {
        int code = lab.execute("load", "--target", "http://192.0.2.1:8080");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("--i-own-the-target");
    }

    @Test
    void anUnknownScenarioIsRefusedWithTheNamesThereAre() {
        int code = lab.execute("load", "--scenario", "stampede");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("issue-heavy");
    }
}
