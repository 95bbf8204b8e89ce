package dev.seonchak.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seonchak.service.rig.Answer;
import dev.seonchak.service.rig.Node;
import dev.seonchak.service.rig.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More claims under way than a node may carry. Coupon 1401. */
class OverloadTest {

    private static final int MAX_WAITING = 4;

    @AfterEach
    void heal() {
        Servers.stack().kafka().resume();
    }

    @Test
    void claims_over_the_bound_are_turned_away_untouched_and_no_unit_is_lost() throws Exception {
        var config = Servers.config(
                "test.overload",
                "ISSUE_MAX_WAITING",
                Integer.toString(MAX_WAITING),
                "LOG_STALL_MS",
                "60000", // so that the bound answers, not the breaker
                "ISSUE_DEADLINE_MS",
                "4000");
        try (Node node = Node.ready(config);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            node.define(1401, MAX_WAITING + 1);
            Servers.stack().kafka().pause();
            List<Future<Answer>> waiting = new ArrayList<>();
            for (int user = 1; user <= MAX_WAITING; user++) {
                int id = user;
                waiting.add(threads.submit(() -> node.claim(1401, id)));
            }
            await().untilAsserted(() ->
                    assertThat(node.meter("seonchak_issue_waiting")).isEqualTo(MAX_WAITING));
            Answer turnedAway = node.claim(1401, 100);
            assertThat(turnedAway.status()).isEqualTo(503);
            assertThat(turnedAway.code()).isEqualTo("overloaded");
            assertThat(turnedAway.header("Retry-After")).isEqualTo("1");
            assertThat(turnedAway.json().getBoolean("consumed")).isFalse();
            for (Future<Answer> unknown : waiting) {
                assertThat(unknown.get().code()).isEqualTo("outcome-unknown");
                assertThat(unknown.get().json().getString("consumed")).isEqualTo("unknown");
            }
            Servers.stack().kafka().resume();

            for (int user = 1; user <= MAX_WAITING; user++) {
                assertThat(node.claimUntilDefinite(1401, user).status()).isIn(202, 409);
            }
            assertThat(node.claimUntilDefinite(1401, 100).status()).isEqualTo(202);
            assertThat(node.claimUntilDefinite(1401, 101).code()).isEqualTo("sold-out");
            assertThat(node.remaining(1401)).isZero();
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() ->
                            assertThat(node.meter("seonchak_issue_waiting")).isZero());
        }
    }
}
