package dev.seonchak.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seonchak.service.rig.Answer;
import dev.seonchak.service.rig.Node;
import dev.seonchak.service.rig.RedisProbe;
import dev.seonchak.service.rig.Servers;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators can do, and what they are told when they cannot. Coupons 1601 to 1699. */
@TestInstance(Lifecycle.PER_CLASS)
class AdminTest {

    private Node node;

    @BeforeAll
    void start() {
        node = Node.ready(Servers.config("test.admin", "ISSUE_DEADLINE_MS", "8000", "GATE_SWEEP_AFTER_MS", "9000"));
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer ",
                "Bearer wrong",
                "Bearer a-token-for-tests-onl",
                "Bearer a-token-for-tests-only ",
                "Basic a-token-for-tests-only",
                "a-token-for-tests-only"
            })
    void without_the_token_nothing_is_shown_or_done(String authorization) {
        for (String path : new String[] {"/admin/coupons", "/admin/coupons/1", "/admin/nothing"}) {
            Answer answer = node.get(path, "Authorization", authorization.stripTrailing() + suffix(authorization));
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("unauthorized");
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
        assertThat(node.get("/admin/coupons").status()).isEqualTo(401);
    }

    /** A blank at the end of a header's value is cut off on the way; one character more must be refused as well. */
    private static String suffix(String authorization) {
        return authorization.endsWith("only ") ? "x" : "";
    }

    @Test
    void without_a_configured_token_there_is_no_admin_at_all() {
        try (Node off = Node.ready(Servers.config("test.admin", "ADMIN_TOKEN", ""))) {
            assertThat(off.get("/admin/coupons").status()).isEqualTo(404);
            assertThat(off.get("/admin/coupons", "Authorization", "Bearer ").status())
                    .isEqualTo(404);
        }
    }

    @Test
    void a_definition_creates_once_and_may_be_repeated_but_not_changed() {
        String definition =
                "{\"couponId\":1601,\"name\":\"선착순\",\"quantity\":10,\"opensAt\":\"2026-01-01T09:00:00+09:00\"}";
        Answer created = node.admin("POST", "", definition);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().getString("opensAt")).isEqualTo("2026-01-01T00:00:00Z");
        Answer repeated = node.admin("POST", "", definition);
        assertThat(repeated.status()).isEqualTo(200);
        assertThat(repeated.json()).isEqualTo(created.json());
        Answer different = node.admin("POST", "", definition.replace("10", "11"));
        assertThat(different.status()).isEqualTo(409);
        assertThat(different.code()).isEqualTo("coupon-exists");
        assertThat(node.admin("GET", "/1601", "").json()).isEqualTo(created.json());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|JSON object",
                "nonsense|JSON object",
                "[1]|JSON object",
                "null|JSON object",
                "{}|couponId",
                "{\"couponId\":0,\"quantity\":1}|couponId must be positive",
                "{\"couponId\":9223372036854774784,\"quantity\":1}|couponId must be at most 9223372036854774783",
                "{\"couponId\":-5,\"quantity\":1}|couponId must be positive",
                "{\"couponId\":\"1699\",\"quantity\":1}|couponId must be a whole number",
                "{\"couponId\":1.5,\"quantity\":1}|couponId must be a whole number",
                "{\"couponId\":9223372036854775808,\"quantity\":1}|couponId must be a whole number",
                "{\"couponId\":1699}|quantity must be a whole number and is missing",
                "{\"couponId\":1699,\"quantity\":0}|quantity must be from 1 to",
                "{\"couponId\":1699,\"quantity\":100000001}|quantity must be from 1 to",
                "{\"couponId\":1699,\"quantity\":1e2}|quantity must be a whole number",
                "{\"couponId\":1699,\"quantity\":1,\"name\":\"\"}|name must be",
                "{\"couponId\":1699,\"quantity\":1,\"name\":7}|name must be a string",
                "{\"couponId\":1699,\"quantity\":1,\"name\":\"\\ud800\"}|half a character",
                "{\"couponId\":1699,\"quantity\":1,\"opensAt\":\"tomorrow\"}|opensAt must be an instant",
                "{\"couponId\":1699,\"quantity\":1,\"opensAt\":5}|opensAt must be a string",
                "{\"couponId\":1699,\"quantity\":1,\"opensAt\":\"1969-12-31T00:00:00Z\"}|opensAt must not be before 1970",
                "{\"couponId\":1699,\"quantity\":1,\"closesAt\":\"+999999999-12-31T23:59:59Z\"}|closesAt must be an instant",
                "{\"couponId\":1699,\"quantity\":1,\"opensAt\":\"2026-02-01T00:00:00Z\",\"closesAt\":\"2026-01-01T00:00:00Z\"}"
                        + "|must be later than opensAt",
                "{\"couponId\":1699,\"quantity\":1,\"quantitiy\":2}|there is no field 'quantitiy'"
            })
    void a_definition_that_cannot_be_is_refused_with_a_sentence(String body, String sentence) {
        Answer answer = node.admin("POST", "", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid-request");
        assertThat(answer.json().getString("detail")).contains(sentence).contains("Nothing was changed");
        assertThat(node.admin("GET", "/1699", "").status()).isEqualTo(404);
    }

    @Test
    void a_body_over_the_bound_is_refused() {
        Answer answer = node.admin("POST", "", "{\"name\":\"" + "n".repeat(20_000) + "\"}");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("body-too-large");
    }

    @Test
    void a_restock_raises_the_total_and_reopens_a_coupon_that_was_sold_out() {
        node.define(1602, 2);
        assertThat(node.claim(1602, 1).status()).isEqualTo(202);
        assertThat(node.claim(1602, 2).status()).isEqualTo(202);
        assertThat(node.claim(1602, 3).code()).isEqualTo("sold-out");
        Answer restocked = node.admin("POST", "/1602/restock", "{\"quantity\":5}");
        assertThat(restocked.status()).isEqualTo(200);
        assertThat(restocked.json().getInteger("remaining")).isEqualTo(3);
        assertThat(node.admin("POST", "/1602/restock", "{\"quantity\":5}").status())
                .isEqualTo(200);
        awaitUnits(1602, 3);
        assertThat(node.claim(1602, 3).serial()).isEqualTo(3);
        assertThat(node.claim(1602, 1).status()).isEqualTo(409);
        awaitUnits(1602, 2);
        assertThat(RedisProbe.number("SCARD", "coupon:1602:issued_users")).isEqualTo(3);
    }

    @Test
    void a_restock_that_would_lower_the_total_is_refused_with_both_numbers() {
        node.define(1603, 7);
        Answer answer = node.admin("POST", "/1603/restock", "{\"quantity\":6}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("detail"))
                .contains("7")
                .contains("6")
                .contains("only be raised");
        assertThat(node.admin("POST", "/1603/restock", "{}").status()).isEqualTo(400);
        assertThat(node.admin("POST", "/1603/restock", "").status()).isEqualTo(400);
        assertThat(node.remaining(1603)).isEqualTo(7);
    }

    @Test
    void a_close_is_for_good_and_may_be_repeated() {
        node.define(1604, 7);
        assertThat(node.admin("POST", "/1604/close", "").json().getString("state"))
                .isEqualTo("closed");
        assertThat(node.admin("POST", "/1604/close", "").status()).isEqualTo(200);
        Answer restock = node.admin("POST", "/1604/restock", "{\"quantity\":9}");
        assertThat(restock.status()).isEqualTo(410);
        assertThat(restock.code()).isEqualTo("closed");
        assertThat(node.claim(1604, 1).code()).isEqualTo("closed");
    }

    @Test
    void commands_about_an_unknown_or_impossible_coupon_are_refused() {
        assertThat(node.admin("POST", "/1698/restock", "{\"quantity\":9}").code())
                .isEqualTo("unknown-coupon");
        assertThat(node.admin("POST", "/1698/close", "").code()).isEqualTo("unknown-coupon");
        assertThat(node.admin("GET", "/1698", "").code()).isEqualTo("unknown-coupon");
        assertThat(node.admin("GET", "/01698", "").code()).isEqualTo("invalid-coupon-id");
        assertThat(node.admin("POST", "/x/close", "").code()).isEqualTo("invalid-coupon-id");
        assertThat(node.admin("GET", "/1698/nothing", "").code()).isEqualTo("not-found");
        Answer wrong = node.admin("DELETE", "/1698", "");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.header("Allow")).isEqualTo("GET");
    }

    @Test
    void the_list_shows_every_coupon_in_order() {
        node.define(1612, 1);
        node.define(1611, 1);
        var ids = node.admin("GET", "", "").json().getJsonArray("coupons").stream()
                .map(coupon -> ((JsonObject) coupon).getLong("couponId"))
                .toList();
        assertThat(ids).contains(1611L, 1612L).isSorted().doesNotHaveDuplicates();
    }

    private static void awaitUnits(long id, int units) {
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(RedisProbe.number("LLEN", "coupon:" + id + ":inventory"))
                        .isEqualTo(units));
    }
}
