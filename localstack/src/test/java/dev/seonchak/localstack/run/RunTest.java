package dev.seonchak.localstack.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.localstack.Ports;
import dev.seonchak.localstack.StackFile;
import dev.seonchak.localstack.StackOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./seonchak run} as processes of their own, with a stand-in for the service. */
class RunTest {
    private static final String STOP_HINT = "Ctrl-C   (data";

    @TempDir
    private Path dir = Path.of(".");

    private final int port = Ports.free();
    private final int redisPort = Ports.free();
    private final int kafkaPort = Ports.free();
    private final int mysqlPort = Ports.free();

    @Test
    void runs_until_stopped_and_finds_what_a_killed_run_left() throws IOException {
        Process first = run();
        try {
            String welcome = readUntil(first, STOP_HINT);
            assertThat(welcome)
                    .contains("demo coupon 8 created")
                    .contains("http://localhost:" + port)
                    .contains("curl -X POST 'http://localhost:" + port + "/coupons/1/issue-async?couponId=8'");
            String token = StackFile.read(dir).get("adminToken").orElseThrow();
            assertThat(welcome).contains(token);
            assertThat(StackFile.read(dir).get("serviceUrl")).contains("http://127.0.0.1:" + port);

            Process second = run();
            assertThat(readUntil(second, null)).contains("is in use by process " + first.pid());
            assertThat(second.onExit().join().exitValue()).isEqualTo(1);

            first.destroyForcibly();
            first.onExit().join();
            Process third = run();
            try {
                assertThat(readUntil(third, STOP_HINT))
                        .containsSubsequence("Service  stopping process", "Kafka    stopping process", "Redis    stopp")
                        .contains("left over from a killed run")
                        .contains(token)
                        .doesNotContain("initialising", "unpacking", "formatting");
                // Process.destroy() would close the output that is read next.
                third.toHandle().destroy();
                assertThat(readUntil(third, null))
                        .containsSubsequence("Service  stopped", " stopped", "Kafka    stopped", "Redis    stopped");
                third.onExit().join();
            } finally {
                third.destroy();
            }
        } finally {
            first.destroy();
        }
    }

    @Test
    void a_service_that_dies_is_reported_with_its_last_words() throws IOException {
        Process run = start(List.of("JAVA_OPTS=-Ddie=true"));
        try {
            assertThat(readUntil(run, null)).contains("exit code 3").contains("dying as I was told");
            assertThat(run.onExit().join().exitValue()).isEqualTo(1);
        } finally {
            run.destroy();
        }
    }

    @Test
    void a_taken_http_port_is_refused_before_anything_starts() throws IOException {
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Process run = run();
            assertThat(readUntil(run, null))
                    .contains("Port " + other.getLocalPort())
                    .contains("--port")
                    .doesNotContain("starting");
            assertThat(run.onExit().join().exitValue()).isEqualTo(1);
        }
    }

    private Process run() throws IOException {
        return start(List.of());
    }

    private Process start(List<String> environment) throws IOException {
        String classPath = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-D" + RunCommand.SERVICE_CLASSPATH + "=" + classPath, "-cp", classPath));
        command.addAll(List.of(Main.class.getName(), "--data-dir", dir.toString(), "--port", "" + port));
        command.addAll(List.of("--redis-port", "" + redisPort, "--kafka-port", "" + kafkaPort));
        command.addAll(List.of("--mysql-port", "" + mysqlPort));
        command.addAll(List.of("--database", System.getProperty(StackOptions.DATABASE_PROPERTY, "auto")));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("JAVA_OPTS");
        for (String variable : environment) {
            int equals = variable.indexOf('=');
            builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return builder.start();
    }

    /** What it prints up to a line that holds this text, or up to its end. */
    private static String readUntil(Process process, @Nullable String text) throws IOException {
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder seen = new StringBuilder();
        String line = reader.readLine();
        while (line != null) {
            seen.append(line).append('\n');
            if (text != null && line.contains(text)) {
                return seen.toString();
            }
            line = reader.readLine();
        }
        return text == null ? seen.toString() : "ended without '" + text + "':\n" + seen;
    }
}
