package dev.seonchak.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seonchak.service.config.Config;
import dev.seonchak.service.rig.Answer;
import dev.seonchak.service.rig.Crowd;
import dev.seonchak.service.rig.Node;
import dev.seonchak.service.rig.RedisProbe;
import dev.seonchak.service.rig.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A crowd on two nodes that share nothing but the servers. Coupons 1101 to 1199. */
@TestInstance(Lifecycle.PER_CLASS)
class StampedeTest {

    private static final Config CONFIG =
            Servers.config("test.stampede", "ISSUE_DEADLINE_MS", "15000", "GATE_SWEEP_AFTER_MS", "16000");

    private record Asked(long user, Answer answer) {}

    private final List<Node> nodes = new ArrayList<>();

    @BeforeAll
    void start() {
        nodes.add(Node.ready(CONFIG));
        nodes.add(Node.ready(CONFIG));
    }

    @AfterAll
    void stop() {
        nodes.forEach(Node::close);
    }

    @Test
    void a_crowd_larger_than_the_stock_gets_every_unit_once_and_nobody_two() throws InterruptedException {
        int units = 500;
        int users = 900;
        define(1101, units);
        List<Callable<Asked>> requests = new ArrayList<>();
        for (int i = 0; i < 2 * users; i++) {
            long user = 1L + i / 2;
            Node node = nodes.get(i % 2); // each user asks at both
            requests.add(() -> new Asked(user, node.claim(1101, user)));
        }
        List<Asked> asked = Crowd.ask(200, requests);

        Map<Long, Integer> issued = new HashMap<>();
        for (Asked one : asked) {
            if (one.answer().status() == 202) {
                assertThat(issued.put(one.user(), one.answer().serial())).isNull();
            }
        }
        assertThat(new TreeSet<>(issued.values())).isEqualTo(serials(units));
        assertThat(issued).hasSize(units);
        for (Asked one : asked) {
            switch (one.answer().status()) {
                case 202 -> {}
                case 409 -> assertThat(one.answer().serial()).isEqualTo(issued.get(one.user()));
                default -> {
                    assertThat(one.answer().code()).isEqualTo("sold-out");
                    assertThat(issued).doesNotContainKey(one.user());
                }
            }
        }
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(RedisProbe.number("LLEN", "coupon:1101:inventory")).isZero();
            assertThat(RedisProbe.number("SCARD", "coupon:1101:issued_users")).isEqualTo(units);
            assertThat(RedisProbe.number("ZCARD", "coupon:1101:pending")).isZero();
        });
    }

    @Test
    void a_user_who_asks_many_times_at_once_on_both_nodes_gets_one_unit() throws InterruptedException {
        int users = 30;
        define(1102, users + 1);
        for (long user = 1; user <= users; user++) {
            long id = user;
            List<Callable<Answer>> requests = new ArrayList<>();
            for (int i = 0; i < (user == 1 ? 100 : 8); i++) {
                Node node = nodes.get(i % 2);
                requests.add(() -> node.claim(1102, id));
            }
            List<Answer> answers = Crowd.ask(100, requests);
            assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(1);
            assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(requests.size() - 1);
            assertThat(answers).allMatch(answer -> answer.serial() == id);
        }
        await().untilAsserted(() -> assertThat(nodes).allMatch(node -> node.remaining(1102) == 1));
    }

    @Test
    void crowds_on_many_coupons_do_not_disturb_each_other() throws InterruptedException {
        int coupons = 6;
        IntStream.range(0, coupons).forEach(i -> define(1110 + i, 10 + i));
        List<Callable<Asked>> requests = new ArrayList<>();
        for (int i = 0; i < coupons * 40; i++) {
            long coupon = 1110L + i % coupons;
            long user = 1L + i / coupons;
            Node node = nodes.get(i % 2);
            requests.add(() -> new Asked(coupon, node.claim(coupon, user)));
        }
        List<Asked> asked = Crowd.ask(100, requests);
        for (int i = 0; i < coupons; i++) {
            long coupon = 1110L + i;
            assertThat(asked)
                    .filteredOn(one -> one.user() == coupon && one.answer().status() == 202)
                    .hasSize(10 + i);
        }
        assertThat(asked)
                .allMatch(one ->
                        one.answer().status() == 202 || one.answer().code().equals("sold-out"));
    }

    @Test
    void after_a_restart_of_every_node_who_had_a_coupon_has_it_and_the_rest_can_be_had() {
        define(1103, 20);
        for (int user = 1; user <= 15; user++) {
            assertThat(nodes.get(user % 2).claim(1103, user).serial()).isEqualTo(user);
        }
        nodes.forEach(Node::close);
        nodes.clear();
        start();
        for (int user = 1; user <= 15; user++) {
            Answer answer = nodes.get((user + 1) % 2).claim(1103, user);
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.serial()).isEqualTo(user);
        }
        assertThat(nodes).allMatch(node -> node.remaining(1103) == 5);
        assertThat(nodes.get(0).claim(1103, 16).serial()).isEqualTo(16);
    }

    private void define(long couponId, int units) {
        nodes.get(0).define(couponId, units);
        await().untilAsserted(() -> assertThat(nodes.get(1).remaining(couponId)).isEqualTo(units));
    }

    private static Set<Integer> serials(int last) {
        var serials = new TreeSet<Integer>();
        IntStream.rangeClosed(1, last).forEach(serials::add);
        return serials;
    }
}
