package dev.seonchak.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seonchak.service.rig.Answer;
import dev.seonchak.service.rig.Node;
import dev.seonchak.service.rig.Servers;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What one client is told about its claims. Coupons 1001 to 1099. */
@TestInstance(Lifecycle.PER_CLASS)
class ClaimsTest {

    private Node node;

    @BeforeAll
    void start() {
        node = Node.ready(Servers.config("test.claims", "ISSUE_DEADLINE_MS", "8000", "GATE_SWEEP_AFTER_MS", "9000"));
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void a_claim_gets_the_first_serial_and_the_address_where_to_look_it_up() {
        node.define(1001, 2);
        Answer answer = node.claim(1001, 7);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.serial()).isEqualTo(1);
        assertThat(answer.json().getLong("couponId")).isEqualTo(1001);
        assertThat(answer.json().getLong("userId")).isEqualTo(7);
        assertThat(answer.header("Location")).isEqualTo("/users/7/coupons/1001");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(node.get(answer.header("Location")).json()).isEqualTo(answer.json());
    }

    @Test
    void a_user_who_asks_again_is_told_the_serial_of_the_first_time() {
        node.define(1002, 5);
        assertThat(node.claim(1002, 1).serial()).isEqualTo(1);
        int first = node.claim(1002, Long.MAX_VALUE).serial();
        Answer again = node.claim(1002, Long.MAX_VALUE);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("already-issued");
        assertThat(again.serial()).isEqualTo(first).isEqualTo(2);
        assertThat(node.remaining(1002)).isEqualTo(3);
    }

    @Test
    void after_the_last_unit_everybody_else_is_refused_and_holders_are_still_told_their_serial() {
        node.define(1003, 1);
        assertThat(node.claim(1003, 1).status()).isEqualTo(202);
        Answer late = node.claim(1003, 2);
        assertThat(late.status()).isEqualTo(410);
        assertThat(late.code()).isEqualTo("sold-out");
        assertThat(node.claim(1003, 1).status()).isEqualTo(409);
        assertThat(node.get("/coupons/1003").json().getString("state")).isEqualTo("sold-out");
    }

    @Test
    void a_coupon_that_was_never_defined_is_unknown() {
        Answer answer = node.claim(1099, 1);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("unknown-coupon");
        assertThat(node.get("/coupons/1099").status()).isEqualTo(404);
        assertThat(node.get("/users/1/coupons/1099").code()).isEqualTo("unknown-coupon");
    }

    @Test
    void before_the_opening_a_claim_is_refused_with_the_instant_at_which_to_come_again() {
        define(new JsonObject().put("couponId", 1004).put("quantity", 1).put("opensAt", "2999-01-01T09:00:00+09:00"));
        Answer early = node.claim(1004, 1);
        assertThat(early.status()).isEqualTo(403);
        assertThat(early.code()).isEqualTo("not-open");
        assertThat(early.json().getString("opensAt")).isEqualTo("2999-01-01T00:00:00Z");
        assertThat(node.get("/coupons/1004").json().getString("state")).isEqualTo("scheduled");
        assertThat(node.remaining(1004)).isEqualTo(1);
    }

    @Test
    void a_coupon_opens_by_itself_at_its_instant() {
        Instant opening = Instant.now().plusMillis(1_500);
        define(new JsonObject().put("couponId", 1005).put("quantity", 1).put("opensAt", opening.toString()));
        Answer opened = await().until(() -> node.claim(1005, 1), answer -> answer.status() != 403);
        assertThat(opened.status()).isEqualTo(202);
        assertThat(Instant.parse(opened.json().getString("issuedAt"))).isAfterOrEqualTo(opening.minusMillis(1));
    }

    @Test
    void a_coupon_that_was_closed_refuses_newcomers_and_leaves_holders_what_they_have() {
        node.define(1006, 5);
        assertThat(node.claim(1006, 1).status()).isEqualTo(202);
        assertThat(node.admin("POST", "/1006/close", "").status()).isEqualTo(200);
        Answer late = node.claim(1006, 2);
        assertThat(late.status()).isEqualTo(410);
        assertThat(late.code()).isEqualTo("closed");
        assertThat(node.claim(1006, 1).status()).isEqualTo(409);
    }

    @Test
    void a_coupon_whose_window_is_over_is_closed() {
        define(new JsonObject()
                .put("couponId", 1007)
                .put("quantity", 5)
                .put("opensAt", "2020-01-01T00:00:00Z")
                .put("closesAt", "2020-01-02T00:00:00Z"));
        assertThat(node.claim(1007, 1).code()).isEqualTo("closed");
        assertThat(node.get("/coupons/1007").json().getString("state")).isEqualTo("closed");
    }

    @Test
    void look_ups_know_of_a_unit_as_soon_as_its_answer_is_out() {
        node.define(1008, 40);
        node.define(1009, 40);
        for (int user = 1; user <= 40; user++) {
            assertThat(node.claim(1008, user).status()).isEqualTo(202);
            assertThat(node.get("/users/" + user + "/coupons/1008").serial()).isEqualTo(user);
            assertThat(node.remaining(1008)).isEqualTo(40 - user);
        }
        assertThat(node.claim(1009, 3).status()).isEqualTo(202);
        assertThat(node.get("/users/3/coupons").json().getJsonArray("coupons")).hasSize(2);
        assertThat(node.get("/users/41/coupons").json().getJsonArray("coupons")).isEmpty();
        assertThat(node.get("/users/41/coupons/1008").code()).isEqualTo("not-issued");
    }

    @Test
    void the_public_status_counts_what_was_issued() {
        define(new JsonObject()
                .put("couponId", 1010)
                .put("name", "가을 \"쿠폰\"")
                .put("quantity", 3)
                .put("closesAt", "2999-01-01T00:00:00Z"));
        assertThat(node.claim(1010, 1).status()).isEqualTo(202);
        JsonObject status = node.get("/coupons/1010").json();
        assertThat(status.getMap())
                .containsEntry("name", "가을 \"쿠폰\"")
                .containsEntry("state", "open")
                .containsEntry("quantity", 3)
                .containsEntry("issued", 1)
                .containsEntry("remaining", 2)
                .containsEntry("closesAt", "2999-01-01T00:00:00Z")
                .doesNotContainKey("opensAt");
    }

    @Test
    void a_refusal_speaks_korean_to_who_reads_korean() {
        node.define(1011, 1);
        assertThat(node.claim(1011, 1).status()).isEqualTo(202);
        Answer korean = node.post("/coupons/1/issue-async?couponId=1011", "Accept-Language", "ko-KR,ko;q=0.9,en;q=0.8");
        assertThat(korean.json().getString("title")).isEqualTo("이미 발급");
        assertThat(korean.serial()).isEqualTo(1);
        Answer english = node.post("/coupons/2/issue-async?couponId=1011", "Accept-Language", "en-US,ko;q=0.3");
        assertThat(english.json().getString("title")).isEqualTo("Sold out");
        assertThat(node.claim(1011, 2).json().getString("title")).isEqualTo("Sold out");
    }

    @Test
    void every_refusal_is_a_problem_with_all_its_members() {
        Answer refusal = node.claim(1098, 1);
        assertThat(refusal.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refusal.json().getMap())
                .containsEntry("type", "urn:seonchak:problem:unknown-coupon")
                .containsEntry("code", "unknown-coupon")
                .containsEntry("status", 404)
                .containsEntry("title", "Unknown coupon")
                .containsEntry("consumed", false)
                .containsKey("detail");
    }

    private void define(JsonObject definition) {
        Answer answer = node.admin("POST", "", definition.encode());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }
}
