package dev.seonchak.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seonchak.service.rig.Answer;
import dev.seonchak.service.rig.Crowd;
import dev.seonchak.service.rig.Node;
import dev.seonchak.service.rig.RedisProbe;
import dev.seonchak.service.rig.Servers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever happens to Redis, issuing goes on and stays exact, and afterwards Redis is what the ledger says. */
@TestInstance(Lifecycle.PER_CLASS)
class GateFaultsTest {

    private static final int UNITS = 150;
    private static final int USERS = 190;
    private static final int CLIENTS = 8;

    /** What is done to Redis, in the middle of issuing coupon {@code id}. */
    enum Fault {
        NONE,
        KILLED {
            @Override
            void strike(long id) {
                Servers.stack().redis().kill();
            }
        },
        PAUSED {
            @Override
            void strike(long id) {
                Servers.stack().redis().pause();
            }
        },
        RESTARTED {
            @Override
            void strike(long id) {
                Servers.stack().redis().restart();
            }
        },
        EMPTIED {
            @Override
            void strike(long id) {
                RedisProbe.call("FLUSHALL");
            }
        },
        SCRIPTS_FORGOTTEN {
            @Override
            void strike(long id) {
                RedisProbe.call("SCRIPT", "FLUSH");
            }
        },
        INVENTORY_DELETED {
            @Override
            void strike(long id) {
                RedisProbe.call("DEL", inventory(id));
            }
        },
        ISSUED_USERS_DELETED {
            @Override
            void strike(long id) {
                RedisProbe.call("DEL", issuedUsers(id));
            }
        },
        INVENTORY_NO_LIST {
            @Override
            void strike(long id) {
                RedisProbe.call("SET", inventory(id), "25000");
            }
        },
        ISSUED_USERS_NO_SET {
            @Override
            void strike(long id) {
                RedisProbe.call("SET", issuedUsers(id), "x");
            }
        },
        PENDING_NO_SORTED_SET {
            @Override
            void strike(long id) {
                RedisProbe.call("SET", pending(id), "x");
            }
        },
        PENDING_WITH_NONSENSE {
            @Override
            void strike(long id) {
                RedisProbe.call("ZADD", pending(id), "1", "nobody");
            }
        },
        TOO_MANY_UNITS {
            @Override
            void strike(long id) {
                RedisProbe.call("RPUSH", inventory(id), "1", "1", "1", "1", "1", "1", "1", "1", "1", "1");
            }
        },
        TOO_MANY_USERS {
            @Override
            void strike(long id) {
                RedisProbe.call("SADD", issuedUsers(id), "180", "181", "5000", "not-a-user");
            }
        };

        void strike(long id) {}
    }

    private Node node;
    private long nextCouponId = 1500;

    @BeforeAll
    void start() {
        node = Node.ready(Servers.config("test.gate-faults", "GATE_SWEEP_AFTER_MS", "3500"));
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @AfterEach
    void heal() {
        Servers.stack().redis().resume();
        Servers.stack().redis().start();
    }

    @ParameterizedTest
    @EnumSource
    void issuing_goes_on_exactly_and_the_gate_is_mended(Fault fault) throws Exception {
        long id = nextCouponId++;
        node.define(id, UNITS);
        awaitInLine(id, UNITS, 0);
        Map<Integer, Answer> answers = new ConcurrentHashMap<>();
        var next = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> threads.submit(() -> {
                        for (int user = next.incrementAndGet(); user <= USERS; user = next.incrementAndGet()) {
                            answers.put(user, node.claimUntilDefinite(id, user));
                        }
                    }))
                    .toList();
            await().until(() -> answers.size() >= UNITS / 3);
            fault.strike(id);
            for (Future<?> client : clients) {
                client.get();
            }
        }
        Crowd.assertEveryUnitOnce(answers, USERS, UNITS);
        heal();
        awaitInLine(id, 0, UNITS);
        for (int user = 1; user <= USERS; user++) {
            assertThat(RedisProbe.number("SISMEMBER", issuedUsers(id), Integer.toString(user)))
                    .isEqualTo(answers.getOrDefault(user, node.claim(id, user)).status() == 410 ? 0 : 1);
        }
    }

    @Test
    void a_coupon_that_is_created_while_redis_is_down_is_issued_and_loaded_later() {
        Servers.stack().redis().kill();
        node.define(1550, 3);
        assertThat(node.claimUntilDefinite(1550, 1).status()).isEqualTo(202);
        heal();
        awaitInLine(1550, 2, 1);
        assertThat(node.claimUntilDefinite(1550, 2).status()).isEqualTo(202);
        awaitInLine(1550, 1, 2);
    }

    @Test
    void the_keys_have_the_names_and_types_that_the_field_relies_on() {
        node.define(8, 3);
        awaitInLine(8, 3, 0);
        assertThat(node.claim(8, 42).status()).isEqualTo(202);
        await().untilAsserted(() ->
                assertThat(RedisProbe.number("LLEN", "coupon:8:inventory")).isEqualTo(2));
        assertThat(RedisProbe.call("TYPE", "coupon:8:inventory")).isEqualTo("list");
        assertThat(RedisProbe.call("TYPE", "coupon:8:issued_users")).isEqualTo("set");
        assertThat(RedisProbe.call("SMEMBERS", "coupon:8:issued_users")).isEqualTo("42");
        assertThat(RedisProbe.number("TTL", "coupon:8:inventory")).isEqualTo(-1);
        assertThat(RedisProbe.number("TTL", "coupon:8:issued_users")).isEqualTo(-1);
    }

    @Test
    void a_unit_that_a_dead_request_took_comes_back_and_its_user_can_ask_again() {
        node.define(1551, 2);
        awaitInLine(1551, 2, 0);
        RedisProbe.call("LPOP", inventory(1551));
        RedisProbe.call("SADD", issuedUsers(1551), "66");
        RedisProbe.call("ZADD", pending(1551), "1000", "66");
        awaitInLine(1551, 2, 0);
        assertThat(node.meter("seonchak_gate_swept_total")).isPositive();
        assertThat(node.claim(1551, 66).status()).isEqualTo(202);
    }

    @Test
    void units_that_are_stranded_in_the_gate_are_issued_without_waiting_for_the_sweep() {
        node.define(1552, 3);
        awaitInLine(1552, 3, 0);
        RedisProbe.call("LTRIM", inventory(1552), "1", "0"); // all taken, as if their requests had died
        RedisProbe.call("ZADD", pending(1552), "9999999999999", "71", "9999999999999", "72", "9999999999999", "73");
        RedisProbe.call("SADD", issuedUsers(1552), "71", "72", "73");
        for (int user = 1; user <= 3; user++) {
            assertThat(node.claim(1552, user).status()).isEqualTo(202);
        }
        assertThat(node.claim(1552, 71).code()).isEqualTo("sold-out");
    }

    @Test
    void a_long_silence_of_redis_leaves_no_connections_behind() {
        node.define(1553, 10);
        awaitInLine(1553, 10, 0);
        Servers.stack().redis().pause();
        assertThat(node.claim(1553, 1).status()).isEqualTo(202);
        assertThat(node.claim(1553, 2).status()).isEqualTo(202);
        assertThat(node.meter("seonchak_gate_breaker_open")).isEqualTo(1);
        Servers.stack().redis().resume();
        awaitInLine(1553, 8, 2);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(RedisProbe.call("CLIENT", "LIST").lines())
                                .as("this probe, the gate, its keeper, and the look at Redis' use")
                                .hasSizeLessThanOrEqualTo(4));
    }

    private void awaitInLine(long id, int units, int users) {
        await().alias("the gate of coupon " + id + " in line with the ledger")
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> {
                    assertThat(RedisProbe.number("LLEN", inventory(id))).isEqualTo(units);
                    assertThat(RedisProbe.number("SCARD", issuedUsers(id))).isEqualTo(users);
                    assertThat(RedisProbe.number("ZCARD", pending(id))).isZero();
                    assertThat(RedisProbe.number("EXISTS", "coupon:" + id + ":loaded"))
                            .isEqualTo(1);
                    assertThat(node.meter("seonchak_gate_breaker_open")).isZero();
                });
    }

    private static String inventory(long id) {
        return "coupon:" + id + ":inventory";
    }

    private static String issuedUsers(long id) {
        return "coupon:" + id + ":issued_users";
    }

    private static String pending(long id) {
        return "coupon:" + id + ":pending";
    }
}
