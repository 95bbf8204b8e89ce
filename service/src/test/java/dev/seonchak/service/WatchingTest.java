package dev.seonchak.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seonchak.service.rig.Node;
import dev.seonchak.service.rig.RedisProbe;
import dev.seonchak.service.rig.Servers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What a node tells of its coupons and of Redis. Coupons 2201 to 2299. */
@TestInstance(Lifecycle.PER_CLASS)
class WatchingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MEMORY = "seonchak_redis_memory_used";

    private Node node;

    @BeforeAll
    void start() {
        node = Node.ready(Servers.config("test.watching"));
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @AfterEach
    void heal() {
        Servers.stack().redis().start();
        RedisProbe.call("ACL", "SETUSER", "default", "+info");
    }

    @Test
    void the_stock_of_a_coupon_is_told_until_the_coupon_is_over() {
        node.define(2201, 3);
        node.claim(2201, 1);
        node.claim(2201, 2);
        awaitStock(2201, 3, 2, 1);
        node.admin("POST", "/2201/restock", "{\"quantity\":5}");
        awaitStock(2201, 5, 2, 3);
        node.admin("POST", "/2201/close", "");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(node.get("/metrics").body()).doesNotContain("coupon=\"2201\""));
    }

    @Test
    void of_very_many_coupons_the_last_fifty_are_told() {
        for (int id = 2211; id <= 2265; id++) {
            node.define(id, 1);
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<String> told = node.get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("seonchak_coupon_remaining{"))
                    .toList();
            assertThat(told).hasSize(50);
            assertThat(told)
                    .anyMatch(line -> line.contains("\"2265\""))
                    .anyMatch(line -> line.contains("\"2216\""))
                    .noneMatch(line -> line.contains("\"2215\""));
        });
    }

    @Test
    void what_redis_uses_is_what_redis_says() {
        String before = RedisProbe.call("CONFIG", "GET", "maxmemory").replace("maxmemory ", "");
        RedisProbe.call("CONFIG", "SET", "maxmemory", "1073741824");
        try {
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(node.meter("seonchak_redis_memory_max")).isEqualTo(1073741824));
            double processed = node.meter("seonchak_redis_commands");
            assertThat(node.meter(MEMORY)).isBetween(100_000.0, 1073741824.0);
            assertThat(node.meter("seonchak_redis_clients")).isGreaterThanOrEqualTo(2);
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(node.meter("seonchak_redis_commands")).isGreaterThan(processed));
        } finally {
            RedisProbe.call("CONFIG", "SET", "maxmemory", before);
        }
    }

    @Test
    void a_redis_that_may_not_be_asked_is_unknown_and_the_gate_does_not_notice() {
        node.define(2202, 10);
        awaitMemory(true);
        double failures = node.meter("seonchak_gate_failures_total");
        RedisProbe.call("ACL", "SETUSER", "default", "-info");
        awaitMemory(false);
        assertThat(node.claim(2202, 1).status()).isEqualTo(202);
        assertThat(node.meter("seonchak_gate_breaker_open")).isZero();
        assertThat(node.meter("seonchak_gate_failures_total")).isEqualTo(failures);
        heal();
        awaitMemory(true);
    }

    @Test
    void a_redis_that_is_away_is_unknown_until_it_is_back() {
        awaitMemory(true);
        Servers.stack().redis().kill();
        awaitMemory(false);
        Servers.stack().redis().start();
        awaitMemory(true);
    }

    @Test
    void a_node_tells_whether_it_is_ready() {
        assertThat(node.meter("seonchak_ready")).isEqualTo(1);
        try (Node other = Node.start(Servers.config("test.watching", "KAFKA_URL", "kafka://127.0.0.1:1"))) {
            assertThat(other.get("/metrics").body()).contains("seonchak_ready 0");
        }
    }

    private void awaitStock(long id, int quantity, int issued, int remaining) {
        String coupon = "coupon=\"" + id + "\"";
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(node.meter("seonchak_coupon_quantity", coupon)).isEqualTo(quantity);
            assertThat(node.meter("seonchak_coupon_issued", coupon)).isEqualTo(issued);
            assertThat(node.meter("seonchak_coupon_remaining", coupon)).isEqualTo(remaining);
        });
    }

    private void awaitMemory(boolean known) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(Double.isNaN(node.meter(MEMORY))).isEqualTo(!known));
    }
}
