package dev.seonchak.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seonchak.core.record.LogRecord;
import dev.seonchak.core.record.RecordCodec;
import dev.seonchak.service.config.Config;
import dev.seonchak.service.rig.Answer;
import dev.seonchak.service.rig.Crowd;
import dev.seonchak.service.rig.HangingProducer;
import dev.seonchak.service.rig.Node;
import dev.seonchak.service.rig.Servers;
import dev.seonchak.service.rig.TopicProbe;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The topic, what is written into it, and what odd records in it do. Each test has a topic of its own. Coupons 1701 to 1799. */
class ClaimLogTest {

    /** So that a stop that never ends fails; an orderly one takes seconds. */
    private static final Duration STOP_PATIENCE = Duration.ofMinutes(2);

    private static final Map<String, String> GOOD = Map.of(
            "message.timestamp.type", "LogAppendTime",
            "retention.ms", "-1",
            "retention.bytes", "-1",
            "cleanup.policy", "delete",
            "unclean.leader.election.enable", "false");

    @Test
    void a_missing_topic_is_made_so_that_its_order_and_its_records_last() throws Exception {
        try (Node node = Node.ready(config("test.log.made"))) {
            assertThat(node.port()).isPositive();
            for (var wanted : GOOD.entrySet()) {
                assertThat(TopicProbe.setting("test.log.made", wanted.getKey())).isEqualTo(wanted.getValue());
            }
            assertThat(TopicProbe.setting("test.log.made", "min.insync.replicas"))
                    .isEqualTo("1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "message.timestamp.type, CreateTime",
        "retention.ms, 604800000",
        "retention.bytes, 1000000",
        "cleanup.policy, compact",
        "unclean.leader.election.enable, true"
    })
    void a_topic_that_could_not_keep_the_promises_is_refused(String setting, String value) throws Exception {
        String topic = "test.log.odd." + setting;
        var settings = new HashMap<>(GOOD);
        settings.put(setting, value);
        TopicProbe.create(topic, 2, settings);
        try (Node node = Node.start(config(topic))) {
            assertThat(node.service().awaitEnd()).isEqualTo(2);
            assertThat(node.get("/health/ready").status()).isEqualTo(503);
        }
    }

    @Test
    void a_topic_with_another_number_of_partitions_is_refused() throws Exception {
        TopicProbe.create("test.log.three", 3, GOOD);
        try (Node node = Node.start(config("test.log.three"))) {
            assertThat(node.service().awaitEnd()).isEqualTo(2);
        }
    }

    @Test
    void a_log_that_has_lost_its_first_records_is_not_believed() throws Exception {
        try (Node node = Node.ready(config("test.log.beheaded"))) {
            node.define(1702, 1);
            assertThat(node.claimUntilDefinite(1702, 1).status()).isEqualTo(202);
        }
        TopicProbe.deleteFirstRecords("test.log.beheaded", 0, 1);
        try (Node node = Node.start(config("test.log.beheaded"))) {
            await().until(() ->
                    node.get("/health/ready").json().getString("log").equals("stopped"));
            assertThat(node.get("/health/ready").json().getString("reason")).contains("first 1 records");
            assertThat(node.claim(1702, 2).code()).isEqualTo("log-unavailable");
        }
    }

    @Test
    void every_record_is_a_cloud_event_in_its_coupons_partition() {
        try (Node node = Node.ready(config("test.log.events"))) {
            node.define(1703, 2);
            assertThat(node.claimUntilDefinite(1703, 5).status()).isEqualTo(202);
            assertThat(node.admin("POST", "/1703/restock", "{\"quantity\":3}").status())
                    .isEqualTo(200);
            assertThat(node.admin("POST", "/1703/close", "").status()).isEqualTo(200);
        }
        var ids = new HashSet<String>();
        var types = TopicProbe.read("test.log.events", 1703 % 2).stream()
                .map(message -> {
                    var headers = new HashMap<String, String>();
                    message.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
                    assertThat(headers)
                            .containsEntry("ce_specversion", "1.0")
                            .containsEntry("content-type", "application/json");
                    assertThat(headers.get("ce_source")).startsWith("/seonchak/");
                    assertThat(ids.add(headers.get("ce_id"))).isTrue();
                    assertThat(new String(message.key(), UTF_8)).isEqualTo("1703");
                    assertThat(new JsonObject(new String(message.value(), UTF_8)).getLong("couponId"))
                            .isEqualTo(1703);
                    return headers.get(RecordCodec.TYPE_HEADER);
                })
                .toList();
        assertThat(types)
                .containsExactly(
                        "dev.seonchak.coupon-defined.v1",
                        "dev.seonchak.claimed.v1",
                        "dev.seonchak.coupon-restocked.v1",
                        "dev.seonchak.coupon-closed.v1");
        assertThat(TopicProbe.read("test.log.events", 0)).isEmpty();
    }

    @Test
    void garbage_is_skipped_and_counted_by_a_running_node_and_by_one_that_replays() throws Exception {
        try (Node node = Node.ready(config("test.log.garbage"))) {
            node.define(1704, 3);
            TopicProbe.write("test.log.garbage", 0, "", "no header");
            TopicProbe.write("test.log.garbage", 0, "dev.seonchak.claimed.v1", "{\"couponId\":1704,\"userId\":0");
            TopicProbe.write("test.log.garbage", 0, "com.example.other.v9", "{}");
            TopicProbe.write(
                    "test.log.garbage",
                    1,
                    "dev.seonchak.claimed.v1",
                    "{\"couponId\":1704,\"userId\":9,\"claimId\":\"x\"}");
            assertThat(node.claimUntilDefinite(1704, 1).serial()).isEqualTo(1);
            await().until(() -> node.meter("seonchak_log_garbage_total") == 3);
        }
        try (Node node = Node.ready(config("test.log.garbage"))) {
            assertThat(node.meter("seonchak_log_garbage_total")).isEqualTo(3);
            assertThat(node.remaining(1704)).isEqualTo(2);
            assertThat(node.get("/users/9/coupons").json().getJsonArray("coupons"))
                    .as("a claim in a partition where it does not belong")
                    .isEmpty();
        }
    }

    @Test
    void a_record_of_a_newer_version_stops_the_node_and_it_says_why() throws Exception {
        String type = "dev.seonchak.claimed.v2 \\ \"quoted\"\n";
        try (Node node = Node.ready(config("test.log.newer"))) {
            node.define(1706, 3);
            TopicProbe.write("test.log.newer", 0, type, "{}");
            await().until(() -> node.get("/health/ready").status() == 503);
            JsonObject readiness = node.get("/health/ready").json();
            assertThat(readiness.getString("log")).isEqualTo("stopped");
            assertThat(readiness.getString("reason")).contains(type).contains("upgrade this node");
            assertThat(node.get("/health/live").status()).isEqualTo(200);
            assertThat(node.claim(1706, 1).code()).isEqualTo("log-unavailable");
            assertThat(node.get("/coupons/1706").code()).isEqualTo("log-unavailable");
            assertThat(node.admin("GET", "", "").code()).isEqualTo("log-unavailable");
        }
        try (Node node = Node.start(config("test.log.newer"))) {
            await().until(() ->
                    node.get("/health/ready").json().getString("log").equals("stopped"));
        }
    }

    @Test
    void a_producer_that_looks_for_its_brokers_again_does_not_forget_the_topic(@TempDir Path dir) throws Exception {
        Path properties = Files.writeString(dir.resolve("kafka.properties"), "metadata.max.age.ms=20\n");
        Config config = Servers.config(
                "test.log.refreshed",
                "KAFKA_PROPERTIES",
                properties.toString(),
                "ISSUE_DEADLINE_MS",
                "8000",
                "GATE_SWEEP_AFTER_MS",
                "9000");
        try (Node node = Node.ready(config)) {
            node.define(1708, 1_000);
            for (int user = 1; user <= 100; user++) {
                assertThat(node.claim(1708, user).status()).isEqualTo(202);
            }
            assertThat(node.meter("seonchak_log_not_sent_total")).isZero();
        }
    }

    @Test
    void while_kafka_is_silent_sold_out_is_still_said_and_new_claims_are_turned_away_until_it_speaks_again()
            throws Exception {
        Config config = Servers.config("test.log.silent", "LOG_STALL_MS", "200");
        int users = 12;
        try (Node node = Node.ready(config);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            node.define(1710, 1);
            node.define(1711, users);
            assertThat(node.claimUntilDefinite(1710, 1).status()).isIn(202, 409);
            Servers.stack().kafka().pause();
            Future<Answer> first = threads.submit(() -> node.claim(1711, 1));
            await().until(() -> node.meter("seonchak_log_breaker_open") == 1);
            List<Callable<Answer>> crowd = new ArrayList<>();
            for (int user = 2; user <= users; user++) {
                int id = user;
                crowd.add(() -> node.claim(1711, id));
            }
            assertThat(Crowd.ask(users, crowd))
                    .as("turned away while the first still waits")
                    .allMatch(answer -> answer.code().equals("log-unavailable"));
            assertThat(first.isDone()).isFalse();
            assertThat(node.claim(1710, 2).code()).isEqualTo("sold-out");
            assertThat(node.claim(1710, 1).code()).isEqualTo("already-issued");
            assertThat(node.get("/health/ready").status()).isEqualTo(200);
            assertThat(first.get().code()).isEqualTo("outcome-unknown");
            assertThat(first.get().header("Retry-After")).isEqualTo("1");
            Servers.stack().kafka().resume();
            for (int user = 1; user <= users; user++) {
                assertThat(node.claimUntilDefinite(1711, user).status()).isIn(202, 409);
            }
            assertThat(node.claimUntilDefinite(1711, 100).code()).isEqualTo("sold-out");
            assertThat(node.meter("seonchak_log_breaker_open")).isZero();
        } finally {
            Servers.stack().kafka().resume();
        }
    }

    @Test
    void a_log_that_is_well_again_is_noticed_although_nobody_asks_and_nothing_is_issued_by_that() throws Exception {
        Config config = Servers.config("test.log.trial", "LOG_STALL_MS", "200", "LOG_DELIVERY_TIMEOUT_MS", "600");
        try (Node node = Node.ready(config)) {
            node.define(1720, 5);
            Servers.stack().kafka().pause();
            assertThat(node.claim(1720, 1).code()).isEqualTo("outcome-unknown");
            assertThat(node.meter("seonchak_log_breaker_open")).isOne();
            Servers.stack().kafka().resume();

            await().until(() -> node.meter("seonchak_log_breaker_open") == 0);

            assertThat(node.get("/coupons/" + (LogRecord.MAX_COUPON_ID + 1)).status())
                    .isEqualTo(404);
            assertThat(node.claimUntilDefinite(1720, 1).status()).isIn(202, 409);
            assertThat(node.claim(1720, 2).status()).isEqualTo(202);
        } finally {
            Servers.stack().kafka().resume();
        }
    }

    @Test
    void a_producer_that_never_speaks_again_is_replaced_and_issuing_goes_on(@TempDir Path dir) throws Exception {
        Path properties = Files.writeString(
                dir.resolve("kafka.properties"), "interceptor.classes=" + HangingProducer.class.getName() + "\n");
        Config config = Servers.config(
                "test.log.hung",
                "KAFKA_PROPERTIES",
                properties.toString(),
                "LOG_STALL_MS",
                "200",
                "LOG_DELIVERY_TIMEOUT_MS",
                "600");
        try (Node node = Node.ready(config)) {
            node.define(1721, 3);
            assertThat(node.claim(1721, 1).serial()).isEqualTo(1);
            HangingProducer.hangOnce();
            assertThat(node.claim(1721, 2).serial())
                    .as("the log has it, though its producer cannot say so")
                    .isEqualTo(2);
            assertThat(node.claim(1721, 3).code())
                    .as("it is with the producer that hangs")
                    .isEqualTo("outcome-unknown");

            assertThat(node.claimUntilDefinite(1721, 3).serial()).isEqualTo(3);

            assertThat(node.claimUntilDefinite(1721, 4).code()).isEqualTo("sold-out");
            assertThat(node.meter("seonchak_log_producer_replaced_total")).isOne();
            assertThat(node.meter("seonchak_log_breaker_open")).isZero();
        } finally {
            HangingProducer.goOn();
        }
    }

    /** Without a limit on the producer's end, this would never return, and a SIGTERM never stop the node. */
    @Test
    void a_node_whose_producer_hangs_can_be_stopped(@TempDir Path dir) throws Exception {
        Path properties = Files.writeString(
                dir.resolve("kafka.properties"), "interceptor.classes=" + HangingProducer.class.getName() + "\n");
        Node node = Node.ready(Servers.config("test.log.stop", "KAFKA_PROPERTIES", properties.toString()));
        try {
            node.define(1722, 3);
            HangingProducer.hangOnce();
            assertThat(node.claim(1722, 1).serial()).isEqualTo(1);

            assertThat(CompletableFuture.runAsync(node::close)).succeedsWithin(STOP_PATIENCE);
        } finally {
            HangingProducer.goOn();
        }
    }

    @Test
    void a_node_that_starts_without_kafka_lives_and_gets_ready_by_itself_and_one_that_ran_goes_on() {
        Config config = Servers.config(
                "test.log.down", "LOG_STALL_MS", "300", "LOG_DELIVERY_TIMEOUT_MS", "1200", "ISSUE_DEADLINE_MS", "1500");
        try (Node old = Node.ready(config)) {
            old.define(1712, 4);
            assertThat(old.claimUntilDefinite(1712, 1).status()).isIn(202, 409);
            Servers.stack().kafka().kill();
            try (Node young = Node.start(config)) {
                assertThat(young.get("/health/live").status()).isEqualTo(200);
                assertThat(young.get("/health/ready").status()).isEqualTo(503);
                assertThat(young.get("/health/ready").json().getString("reason"))
                        .contains("waiting for Kafka");
                assertThat(young.claim(1712, 2).code()).isEqualTo("log-unavailable");
                assertThat(old.claim(1712, 1).code()).isEqualTo("already-issued");
                assertThat(old.claim(1712, 2).unavailable()).isTrue();
                Servers.stack().kafka().start();
                young.awaitReady();
                assertThat(young.claimUntilDefinite(1712, 1).serial()).isEqualTo(1);
                assertThat(old.claimUntilDefinite(1712, 2).status()).isIn(202, 409);
                assertThat(young.claimUntilDefinite(1712, 3).status()).isIn(202, 409);
                assertThat(old.claimUntilDefinite(1712, 4).status()).isIn(202, 409);
                assertThat(young.claimUntilDefinite(1712, 5).code()).isEqualTo("sold-out");
            }
        } finally {
            Servers.stack().kafka().start();
        }
    }

    private static Config config(String topic) {
        return Servers.config(topic);
    }
}
