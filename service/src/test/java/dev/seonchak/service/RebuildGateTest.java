package dev.seonchak.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seonchak.audit.AuditOptions;
import dev.seonchak.audit.CouponAudit;
import dev.seonchak.audit.Deployment;
import dev.seonchak.audit.Progress;
import dev.seonchak.core.audit.Finding;
import dev.seonchak.core.audit.Invariant;
import dev.seonchak.core.ledger.CouponLedger;
import dev.seonchak.service.Terminal.Said;
import dev.seonchak.service.claimlog.LogReader;
import dev.seonchak.service.claimlog.Replay;
import dev.seonchak.service.gate.GateRebuild;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gate is made what the log says, through the command line, with and without nodes that issue. */
@Timeout(120)
class RebuildGateTest {

    private static final String TOPIC = "test.rebuild-gate";
    private static final List<String> FLAGS = List.of(
            "--redis-url=" + Servers.stack().redis().url(),
            "--kafka-url=" + Servers.stack().kafka().url(),
            "--log-topic=" + TOPIC,
            "--log-partitions=2");
    private static final AtomicInteger COUPONS = new AtomicInteger(1700);
    private static final int UNITS = 150;
    private static final int USERS = 190;

    private final long id = COUPONS.incrementAndGet();

    private static Node node() {
        return Node.ready(Servers.config(TOPIC));
    }

    private Said rebuild(String... more) {
        var words = new String[more.length + 3];
        words[0] = "rebuild-gate";
        words[1] = "--coupon";
        words[2] = Long.toString(id);
        System.arraycopy(more, 0, words, 3, more.length);
        Said said = Terminal.run(FLAGS, words);
        assertThat(said.exitCode()).as(said.err()).isZero();
        return said;
    }

    /** A coupon of ten units with three holders, 1 to 3, and no node any more that could mend anything. */
    private void issuedAndLeftAlone() {
        try (Node node = node()) {
            node.define(id, 10);
            awaitInLine(10, 0);
            for (int user = 1; user <= 3; user++) {
                assertThat(node.claimUntilDefinite(id, user).status()).isEqualTo(202);
            }
            awaitInLine(7, 3);
        }
    }

    private String key(String part) {
        return "coupon:" + id + ":" + part;
    }

    private void assertInLine(int units, int users) {
        assertThat(RedisProbe.number("LLEN", key("inventory"))).isEqualTo(units);
        assertThat(RedisProbe.number("SCARD", key("issued_users"))).isEqualTo(users);
        assertThat(RedisProbe.number("EXISTS", key("loaded"))).isEqualTo(1);
    }

    private void awaitInLine(int units, int users) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertInLine(units, users);
            assertThat(RedisProbe.number("ZCARD", key("pending"))).isZero();
        });
    }

    @Test
    void an_emptied_redis_is_filled_again() {
        issuedAndLeftAlone();
        RedisProbe.call("FLUSHALL");

        Said said = Terminal.run(FLAGS, "rebuild-gate", "--all");

        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.out())
                .contains("coupon " + id + "  log: 7 left, 3 issued")
                .contains("before  0 units, 0 users, 0 under way, not loaded, NOT in line")
                .contains("after   7 units, 3 users, 0 under way, loaded, in line");
        assertInLine(7, 3);
        assertThat(RedisProbe.number("SISMEMBER", key("issued_users"), "2")).isEqualTo(1);
    }

    /** What an audit of log and gate says; MySQL is not asked. */
    private Finding.Status audited(Invariant invariant) {
        var where = new Deployment(
                Servers.stack().bootstrapServers(),
                Map.of(),
                TOPIC,
                2,
                null,
                Servers.stack().redis().url());
        return CouponAudit.run(where, id, null, AuditOptions.DEFAULT.waiting(0, 0), Progress.SILENT)
                .finding(invariant)
                .status();
    }

    @Test
    void damage_by_hand_is_mended() {
        issuedAndLeftAlone();
        RedisProbe.call("RPUSH", key("inventory"), "1", "1", "1", "1", "1");
        RedisProbe.call("SADD", key("issued_users"), "5000", "not-a-user");
        RedisProbe.call("SREM", key("issued_users"), "2");
        assertThat(audited(Invariant.I5)).isEqualTo(Finding.Status.FAIL);
        assertThat(rebuild().out()).contains("2 strangers removed", "in line");
        assertInLine(7, 3);
        assertThat(audited(Invariant.I5)).isEqualTo(Finding.Status.PASS);
        RedisProbe.call("LTRIM", key("inventory"), "1", "0");
        assertThat(rebuild().out()).contains("before  0 units");
        assertInLine(7, 3);
        assertThat(rebuild().out()).contains("before  7 units, 3 users, 0 under way, loaded, in line");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inventory", "issued_users", "pending"})
    void a_key_of_another_type_is_replaced(String part) {
        issuedAndLeftAlone();
        RedisProbe.call("SET", key(part), "x");
        assertThat(rebuild().out()).contains("a key of another type; started over", "in line");
        assertInLine(7, 3);
    }

    @Test
    void from_scratch_deletes_the_keys_first() {
        issuedAndLeftAlone();
        RedisProbe.call("ZADD", key("pending"), "1", "nobody");
        rebuild("--from-scratch");
        assertInLine(7, 3);
        assertThat(RedisProbe.number("EXISTS", key("pending"))).isZero();
    }

    @Test
    void whoever_is_under_way_keeps_mark_and_unit() {
        issuedAndLeftAlone();
        RedisProbe.call("LPOP", key("inventory"));
        RedisProbe.call("SADD", key("issued_users"), "99");
        RedisProbe.call("ZADD", key("pending"), "9999999999999", "99");
        RedisProbe.call("SADD", key("issued_users"), "5000");
        assertThat(rebuild().out()).contains("1 strangers removed", "1 under way", "NOT in line", "keepers");
        assertInLine(6, 4);
        assertThat(RedisProbe.number("SISMEMBER", key("issued_users"), "99")).isEqualTo(1);
        assertThat(RedisProbe.call("ZSCORE", key("pending"), "99")).isNotEmpty();
    }

    /** A user whom the tool's ledger does not know yet, because the grant came after it had read. */
    @Test
    void whoever_was_granted_a_unit_meanwhile_keeps_the_mark() throws Exception {
        issuedAndLeftAlone();
        var config = Servers.config(TOPIC);
        try (LogReader log = LogReader.open(config.log());
                var gate = new GateRebuild(config.gate().url(), 1_000)) {
            var replay = new Replay(log);
            replay.catchUp();
            CouponLedger coupon = replay.ledger().coupon(id);
            assertThat(coupon).isNotNull();
            try (Node node = node()) {
                assertThat(node.claimUntilDefinite(id, 44).status()).isEqualTo(202);
                awaitInLine(6, 4);
            }

            GateRebuild.Rebuilt rebuilt = gate.rebuild(coupon, replay::catchUp, false);

            assertThat(rebuilt.strangers()).isZero();
            assertThat(rebuilt.after().inLine()).isTrue();
        }
        assertInLine(6, 4);
        assertThat(RedisProbe.number("SISMEMBER", key("issued_users"), "44")).isEqualTo(1);
    }

    @Test
    void a_closed_or_unknown_coupon_is_left_alone() {
        try (Node node = node()) {
            node.define(id, 10);
            awaitInLine(10, 0);
            assertThat(node.admin("POST", "/" + id + "/close", "").status()).isEqualTo(200);
        }
        RedisProbe.call("SADD", key("issued_users"), "5000");
        assertThat(Terminal.run(FLAGS, "rebuild-gate", "--coupon", Long.toString(id))
                        .err())
                .contains("Nothing was changed");
        assertThat(Terminal.run(FLAGS, "rebuild-gate", "--coupon", "999999").exitCode())
                .isEqualTo(1);
        assertThat(Terminal.run(FLAGS, "rebuild-gate", "--all").out()).doesNotContain("coupon " + id + " ");
        assertThat(RedisProbe.number("SCARD", key("issued_users"))).isEqualTo(1);
        assertThat(Terminal.run(FLAGS, "rebuild-gate").exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void under_load_nobody_gets_too_much_and_the_gate_is_in_line_afterwards(boolean fromScratch) throws Exception {
        Map<Integer, Answer> answers = new ConcurrentHashMap<>();
        try (Node node = node();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            node.define(id, UNITS);
            var next = new AtomicInteger();
            List<? extends Future<?>> clients = IntStream.range(0, 8)
                    .mapToObj(client -> threads.submit(() -> {
                        for (int user = next.incrementAndGet(); user <= USERS; user = next.incrementAndGet()) {
                            answers.put(user, node.claimUntilDefinite(id, user));
                        }
                    }))
                    .toList();
            int rebuilds = 0;
            while (rebuilds < 2 || (answers.size() < USERS && rebuilds < 50)) {
                rebuild(fromScratch ? new String[] {"--from-scratch"} : new String[0]);
                rebuilds++;
            }
            for (Future<?> client : clients) {
                client.get();
            }
            Crowd.assertEveryUnitOnce(answers, USERS, UNITS);
            awaitInLine(0, UNITS);
        }
    }
}
