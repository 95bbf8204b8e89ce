package dev.seonchak.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seonchak.service.rig.Node;
import dev.seonchak.service.rig.RawConnection;
import dev.seonchak.service.rig.Servers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Clients that hold on to what they have: connections, and the server's memory. Coupon 1301. */
@TestInstance(Lifecycle.PER_CLASS)
class SlowClientsTest {

    private static final int MAX_CONNECTIONS = 24;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";

    private Node node;
    private long nextUser = 1;

    @BeforeAll
    void start() {
        node = Node.ready(Servers.config(
                "test.slow-clients",
                "HTTP_IDLE_TIMEOUT_MS",
                "1500",
                "ISSUE_DEADLINE_MS",
                "1400",
                "LOG_DELIVERY_TIMEOUT_MS",
                "1300",
                "HTTP_MAX_CONNECTIONS",
                Integer.toString(MAX_CONNECTIONS)));
        node.define(1301, 1_000);
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @AfterEach
    void others_are_served_as_ever() {
        assertThat(node.claimUntilDefinite(1301, nextUser++).status()).isIn(202, 409);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(node.meter("seonchak_http_connections"))
                        .as("connections that are counted although they are gone")
                        .isLessThanOrEqualTo(2));
    }

    @Test
    void senders_of_a_byte_at_a_time_are_all_closed_although_they_are_never_idle() throws IOException {
        List<RawConnection> slow = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            slow.add(new RawConnection(node).send("POST /coupons/1/issue-async?couponId=1301 HTTP/1.1\r\nX: "));
        }
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            boolean allClosed = true;
            for (RawConnection one : slow) {
                allClosed &= !one.sendIfOpen("a") || one.closedByServer();
            }
            return allClosed;
        });
        for (RawConnection one : slow) {
            one.close();
        }
    }

    @Test
    void an_endless_body_is_cut_off() throws IOException {
        try (var endless = new RawConnection(node)) {
            endless.send("POST /coupons/0/issue-async?couponId=1301 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
            assertThat(endless.readAnswer()).startsWith("HTTP/1.1 400");
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() ->
                            !endless.sendIfOpen("400\r\n" + "z".repeat(1024) + "\r\n") || endless.closedByServer());
        }
    }

    @Test
    void an_idle_connection_is_closed() throws IOException {
        try (var idle = new RawConnection(node)) {
            assertThat(idle.readUntilClosed()).isEmpty();
        }
    }

    @Test
    void connections_over_the_bound_are_closed_and_find_room_when_others_go() throws IOException {
        double refusedBefore = node.meter("seonchak_http_connections_refused_total");
        List<RawConnection> open = new ArrayList<>();
        try {
            String answer = "HTTP/1.1 200";
            while (answer.startsWith("HTTP/1.1 200") && open.size() <= MAX_CONNECTIONS) {
                var next = new RawConnection(node);
                open.add(next);
                answer = next.sendIfOpen(LIVE) ? next.readAnswer() : "";
            }
            assertThat(answer).isEmpty();
            assertThat(open).hasSizeBetween(MAX_CONNECTIONS - 3, MAX_CONNECTIONS + 1);
        } finally {
            for (RawConnection one : open) {
                one.close();
            }
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            try (var next = new RawConnection(node)) {
                assertThat(next.sendIfOpen(LIVE) ? next.readAnswer() : "").startsWith("HTTP/1.1 200");
            }
        });
        assertThat(node.meter("seonchak_http_connections_refused_total")).isGreaterThan(refusedBefore);
    }

    @Test
    void a_client_that_asks_and_asks_and_never_reads_does_not_fill_the_memory() throws IOException {
        byte[] requests = "POST /coupons/1/issue-async?couponId=1399 HTTP/1.1\r\nHost: x\r\n\r\n"
                .repeat(1_000)
                .getBytes(StandardCharsets.US_ASCII);
        long sent = 0;
        long answeredBefore = answered();
        try (var greedy = SocketChannel.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), node.port()))) {
            greedy.configureBlocking(false);
            long limit = 64L << 20;
            long quietSince = System.nanoTime();
            while (sent < limit && System.nanoTime() - quietSince < 1_000_000_000L) {
                int written;
                try {
                    written = greedy.write(ByteBuffer.wrap(requests));
                } catch (IOException cutOff) {
                    break;
                }
                if (written > 0) {
                    sent += written;
                    quietSince = System.nanoTime();
                }
            }
        }
        assertThat(sent)
                .as("bytes that the node took from a client that reads nothing")
                .isLessThan(64L << 20);
        assertThat(answered() - answeredBefore).isLessThan(100_000);
    }

    private long answered() {
        return (long) node.meter("seonchak_claims_total", "unknown-coupon");
    }
}
