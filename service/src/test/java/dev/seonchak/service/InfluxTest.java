package dev.seonchak.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.seonchak.localstack.InfluxDb;
import dev.seonchak.service.rig.Node;
import dev.seonchak.service.rig.Servers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The meters in InfluxDB, and that nobody depends on it. Coupons 2301 to 2399. */
class InfluxTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void what_a_node_counted_is_in_influxdb_when_it_has_ended() throws Exception {
        String database = database();
        String name;
        // One step for the whole life of the node: what arrives is what is sent at the end.
        try (Node node = node(database, "60")) {
            name = "127.0.0.1:" + node.port();
            node.define(2301, 2);
            for (int user = 1; user <= 5; user++) {
                node.claim(2301, user);
            }
            assertThat(node.meter("seonchak_claims_total", "outcome=\"issued\""))
                    .isEqualTo(2);
        }
        assertThat(number(database, "SELECT sum(\"value\") FROM \"seonchak_claims\" WHERE \"outcome\" = 'issued'"))
                .isEqualTo(2);
        assertThat(number(
                        database,
                        "SELECT sum(\"value\") FROM \"seonchak_claims\" WHERE \"outcome\" = 'sold-out' AND \"node\" = '"
                                + name + "'"))
                .isEqualTo(3);
        assertThat(number(database, "SELECT sum(\"count\") FROM \"seonchak_log_append_to_apply\""))
                .isEqualTo(2);
        assertThat(query(database, "SHOW MEASUREMENTS").encode())
                .contains("jvm_memory_used")
                .doesNotContain("histogram");
    }

    @Test
    void a_database_that_somebody_drops_is_made_again() throws Exception {
        String database = database();
        String heap = "SELECT last(\"value\") FROM \"jvm_memory_used\"";
        try (Node node = node(database, "1")) {
            awaitNumber(database, heap);
            query(database, "DROP DATABASE " + database);
            awaitNumber(database, heap);
            assertThat(node.get("/health/ready").status()).isEqualTo(200);
        }
    }

    @Test
    void an_influxdb_that_is_away_costs_one_line_of_the_log() throws Exception {
        var heard = new ListAppender<ILoggingEvent>();
        heard.start();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(heard);
        var calls = new AtomicInteger();
        try (var door = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.startVirtualThread(() -> slam(door, calls));
            String url = "http://127.0.0.1:" + door.getLocalPort() + "/k6";
            try (Node node = Node.ready(Servers.config("test.influx", "INFLUX_URL", url, "INFLUX_STEP_S", "1"))) {
                node.define(2302, 1);
                await().atMost(PATIENCE).until(() -> calls.get() >= 4);
                assertThat(node.claim(2302, 1).status()).isEqualTo(202);
                assertThat(node.meter("seonchak_claims_total", "outcome=\"issued\""))
                        .isEqualTo(1);
            }
        } finally {
            root.detachAppender(heard);
        }
        assertThat(heard.list)
                .filteredOn(event -> (event.getLoggerName() + event.getFormattedMessage())
                                .toLowerCase(Locale.ROOT)
                                .contains("influx")
                        && event.getLevel().isGreaterOrEqual(Level.WARN))
                .singleElement()
                .satisfies(event -> assertThat(event.getThrowableProxy()).isNull());
    }

    private static void slam(ServerSocket door, AtomicInteger calls) {
        try {
            while (true) {
                try (Socket caller = door.accept()) {
                    calls.incrementAndGet();
                    caller.setSoLinger(true, 0);
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static String database() {
        assumeTrue(InfluxDb.obstacle().isEmpty(), () -> InfluxDb.obstacle().orElse(""));
        return "test" + System.nanoTime();
    }

    private static Node node(String database, String stepS) {
        String url = Servers.stack().influxDb().url() + "/" + database;
        return Node.ready(Servers.config("test.influx", "INFLUX_URL", url, "INFLUX_STEP_S", stepS));
    }

    private static void awaitNumber(String database, String statement) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(number(database, statement)).isPositive());
    }

    /** The last column of the first row; {@code NaN} where there is none. */
    private static double number(String database, String statement) throws IOException, InterruptedException {
        JsonArray series = query(database, statement)
                .getJsonArray("results")
                .getJsonObject(0)
                .getJsonArray("series", new JsonArray());
        if (series.isEmpty()) {
            return Double.NaN;
        }
        JsonArray row = series.getJsonObject(0).getJsonArray("values").getJsonArray(0);
        return row.getDouble(row.size() - 1);
    }

    private static JsonObject query(String database, String statement) throws IOException, InterruptedException {
        String url = Servers.stack().influxDb().url() + "/query?db=" + database + "&q="
                + URLEncoder.encode(statement, StandardCharsets.UTF_8);
        try (var http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            return new JsonObject(http.send(request, BodyHandlers.ofString()).body());
        }
    }
}
