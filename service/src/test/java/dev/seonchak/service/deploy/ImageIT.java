package dev.seonchak.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seonchak.service.deploy.Image.Layered;
import dev.seonchak.service.rig.Servers;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image that this build made (without a base) is what the launcher runs and nothing else, and does what the compose file
 * asks of it, on real servers.
 */
@Timeout(240)
@TestInstance(Lifecycle.PER_CLASS)
class ImageIT {

    private static final String TOPIC = "image-it";
    private static final ComposeFile COMPOSE = ComposeFile.with(Map.of());
    private static final int SIGTERM = 128 + 15;

    private final Image image;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private static Path root;

    ImageIT() throws IOException {
        image = Image.read(Path.of("target", "image-to-test.tar"));
    }

    @BeforeAll
    void unpack() throws IOException {
        image.unpack(root);
        Container.settle(root);
        System.out.printf("%s: %,d bytes without the base image%n", image.name(), image.bytes());
    }

    @Test
    void it_is_the_one_that_compose_runs() {
        assertThat(COMPOSE.service("seonchak").getString("image")).isEqualTo(image.name());
    }

    @Test
    void it_is_not_root_and_says_what_it_is() {
        assertThat(image.config().getString("User")).matches("[1-9]\\d+:[1-9]\\d+");
        assertThat(image.config().getJsonObject("ExposedPorts").fieldNames()).containsExactly("8080/tcp");
        assertThat(image.config().getJsonArray("Env")).isEmpty();
        assertThat(image.configured("Cmd")).containsExactly("serve");
        assertThat(image.config().getJsonObject("Labels").fieldNames())
                .allMatch(label -> label.startsWith("org.opencontainers.image."))
                .contains("org.opencontainers.image.version", "org.opencontainers.image.revision");
    }

    @Test
    void it_has_the_classes_of_this_build_and_the_libraries_of_the_launcher_and_nothing_else() throws IOException {
        var expected = new TreeSet<>(Set.of("app/jib-classpath-file", "app/jib-main-class-file"));
        for (String library :
                Files.readString(Path.of("target", "service.classpath")).split(":", -1)) {
            expected.add("app/libs/" + Path.of(library).getFileName());
        }
        Path classes = Path.of("target", "classes");
        try (Stream<Path> files = Files.walk(classes)) {
            files.filter(Files::isRegularFile)
                    .map(classes::relativize)
                    .forEach(file -> expected.add(
                            (file.toString().endsWith(".class") ? "app/classes/" : "app/resources/") + file));
        }
        assertThat(image.files().stream().map(Layered::path)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void what_changes_often_lies_above_what_does_not() throws IOException {
        Map<String, Integer> layers = new TreeMap<>();
        for (Layered file : image.files()) {
            String kind = file.path().matches("app/libs/(core|audit)-.*")
                    ? "ours"
                    : file.path().split("/", -1)[1];
            Integer other = layers.put(kind, file.layer());
            assertThat(other).as(file.path()).isIn(null, file.layer());
        }
        assertThat(layers.get("libs")).isLessThan(layers.get("ours"));
        assertThat(layers.get("ours")).isLessThan(layers.get("classes"));
    }

    @Test
    void anybody_may_read_its_files_and_nobody_but_root_may_write_them() throws IOException {
        assertThat(image.entries()).allSatisfy(file -> {
            int mode = file.entry().getMode() & 0777;
            assertThat(mode).as(file.path()).isEqualTo(file.entry().isDirectory() ? 0755 : 0644);
            assertThat(file.entry().getLongUserId()).isZero();
        });
    }

    @Test
    void no_time_of_the_build_is_in_it() throws IOException {
        Instant fixed = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(image.json().getString("created")).isEqualTo(fixed.toString());
        assertThat(image.entries())
                .allSatisfy(file -> assertThat(file.modified()).isBefore(fixed));
    }

    @Test
    void it_takes_the_commands_of_the_launcher() throws Exception {
        Map<String, String> environment = COMPOSE.environment("seonchak");
        try (var help = Container.run(image, root, environment, "--help");
                var settings = Container.run(image, root, environment, "serve", "--print-config");
                var audit = Container.run(image, root, environment, "audit", "--help");
                var rebuild = Container.run(image, root, environment, "rebuild-db", "--help");
                var mistyped = Container.run(image, root, environment, "sevre")) {
            assertThat(help.awaitEnd()).as(help.err()).isZero();
            assertThat(help.out()).contains("serve", "audit", "quarantine", "rebuild-db", "rebuild-gate");
            assertThat(settings.awaitEnd()).as(settings.err()).isZero();
            assertThat(settings.out()).containsPattern("SEONCHAK_KAFKA_URL +kafka://kafka:9092 +# environment");
            assertThat(audit.awaitEnd()).isZero();
            assertThat(audit.out()).contains("--coupon");
            assertThat(rebuild.awaitEnd()).isZero();
            assertThat(mistyped.awaitEnd()).isEqualTo(2);
            assertThat(List.of(help.err(), settings.err(), audit.err()))
                    .as("the JVM warns of nothing")
                    .containsOnly("");
        }
    }

    @Test
    void a_node_that_cannot_read_the_log_is_not_healthy_and_stops_in_order() throws Exception {
        Map<String, String> environment = environment();
        environment.put("SEONCHAK_KAFKA_URL", "kafka://127.0.0.1:" + closedPort());
        try (var node = Container.run(image, root, environment)) {
            int port = node.port();
            assertThat(status(port, "/health/live")).isEqualTo(200);
            assertThat(status(port, "/health/ready")).isEqualTo(503);
            assertThat(healthCheck(port)).isNotZero();
            assertThat(node.stop(grace())).isEqualTo(SIGTERM);
        }
    }

    @Test
    void it_gets_healthy_issues_is_audited_and_stops_in_order() throws Exception {
        try (var node = Container.run(image, root, environment())) {
            int port = node.port();
            await().atMost(Duration.ofSeconds(60)).until(() -> healthCheck(port) == 0);
            assertThat(status(port, "/health/ready")).isEqualTo(200);

            String coupon =
                    new JsonObject().put("couponId", 8).put("quantity", 1).encode();
            assertThat(post(port, "/admin/coupons", coupon)).isEqualTo(201);
            assertThat(post(port, "/coupons/1/issue-async?couponId=8", "")).isEqualTo(202);
            assertThat(post(port, "/coupons/2/issue-async?couponId=8", "")).isEqualTo(410);

            try (var audit = Container.run(image, root, environment(), "audit", "--coupon", "8", "--lang", "en")) {
                assertThat(audit.awaitEnd()).as(audit.out() + audit.err()).isZero();
                assertThat(audit.out()).contains("PASS").doesNotContain("\"level\"");
                assertThat(audit.err()).isEmpty();
            }

            assertThat(node.stop(grace())).isEqualTo(SIGTERM);
            assertThat(node.out()).doesNotContain("did not end in order").doesNotContain("\"ERROR\"");
            assertThat(node.err()).isEmpty();
            assertThat(healthCheck(port)).as("nobody listens any more").isNotZero();
        }
    }

    /** As in the compose file, on the servers of the tests. */
    private static Map<String, String> environment() {
        var environment = new HashMap<>(Servers.environment(TOPIC));
        environment.put("SEONCHAK_ROLES", "api,recorder");
        environment.put("SEONCHAK_MYSQL_URL", Servers.stack().mysql().url());
        return environment;
    }

    /** The very command of the compose file, on another port. */
    private static int healthCheck(int port) throws IOException, InterruptedException {
        List<String> command = COMPOSE.healthCheck("seonchak");
        assertThat(command.getFirst()).isEqualTo("CMD");
        List<String> adapted = command.stream()
                .skip(1)
                .map(word -> word.replace("/127.0.0.1/8080", "/127.0.0.1/" + port))
                .collect(Collectors.toList());
        assertThat(adapted).isNotEqualTo(command.subList(1, command.size()));
        return new ProcessBuilder(adapted)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static Duration grace() {
        return Duration.parse("PT" + COMPOSE.service("seonchak").getString("stop_grace_period"));
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private int status(int port, String path) throws IOException, InterruptedException {
        return http.send(request(port, path).build(), BodyHandlers.discarding()).statusCode();
    }

    private int post(int port, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = request(port, path)
                .header("Authorization", "Bearer " + Servers.ADMIN_TOKEN)
                .POST(body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }
}
