package dev.seonchak.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.service.rig.Answer;
import dev.seonchak.service.rig.Node;
import dev.seonchak.service.rig.RawConnection;
import dev.seonchak.service.rig.Servers;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever comes in, the answer is a problem or a closed connection, and nobody else notices. Coupons 1201 and 1202: no test
 * here may take a unit of the first, and every test must leave the second to be had.
 */
@TestInstance(Lifecycle.PER_CLASS)
class BadInputTest {

    private static final String END = " HTTP/1.1\r\nHost: x\r\n\r\n";

    private Node node;
    private long nextUser = 1;

    @BeforeAll
    void start() {
        node = Node.ready(Servers.config("test.bad-input"));
        node.define(1201, 3);
        node.define(1202, 10_000);
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @AfterEach
    void others_are_served_as_ever_and_the_stock_is_whole() {
        assertThat(node.claimUntilDefinite(1202, nextUser++).status()).isEqualTo(202);
        assertThat(node.remaining(1201)).isEqualTo(3);
        assertThat(node.meter("seonchak_claims_total", "issued")).isEqualTo(nextUser - 1.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "+1",
                "1.0",
                "abc",
                "9223372036854775808",
                "99999999999999999999",
                "000000000000000000001",
                "01",
                "%20",
                "%201",
                "1%20",
                "%EF%BC%91",
                "%00",
                "1%0A",
                "%2B1",
                "%F0%28%8C%28",
                "1;x=y",
                "."
            })
    void what_is_no_user_id_is_refused(String user) throws IOException {
        String answer = raw("POST /coupons/" + user + "/issue-async?couponId=1201" + END);
        assertThat(status(answer)).isIn(400, 405); // a path such as /coupons/./issue-async is another path
        assertProblem(answer);
        if (!user.equals(".")) {
            assertThat(json(answer).getString("code")).isEqualTo("invalid-user-id");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?",
                "?couponId",
                "?couponId=",
                "?couponId=0",
                "?couponId=-1",
                "?couponId=+1201",
                "?couponId=1201.0",
                "?couponId=abc",
                "?couponId=9223372036854775808",
                "?couponId=123456789012345678901234567890",
                "?couponId=01201",
                "?couponId=%201201",
                "?couponId=1201%20",
                "?couponId=%EF%BC%91",
                "?couponId=1201&couponId=1201",
                "?couponId=1201&couponId=1202",
                "?couponid=1201",
                "?couponId=1201%00",
                "?couponId=\u00b9"
            })
    void what_names_not_exactly_one_coupon_is_refused(String query) throws IOException {
        String answer = raw("POST /coupons/1/issue-async" + query + END);
        assertThat(status(answer)).isEqualTo(400);
        assertThat(json(answer).getString("code")).isEqualTo("invalid-coupon-id");
        assertProblem(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /coupons/1/issue-async?couponId=1201, POST",
        "PUT, /coupons/1/issue-async?couponId=1201, POST",
        "DELETE, /coupons/1/issue-async?couponId=1201, POST",
        "POST, /coupons/1201, GET",
        "DELETE, /coupons/1201, GET",
        "POST, /users/1/coupons, GET",
        "TRACE, /users/1/coupons/1201, GET",
        "BREW, /health/live, GET"
    })
    void a_wrong_method_is_refused_and_the_right_one_named(String method, String path, String allowed)
            throws IOException {
        String answer = raw(method + " " + path + END);
        assertThat(status(answer)).isEqualTo(405);
        assertProblem(answer);
        assertThat(header(answer, "allow").split("\\s*,\\s*", -1)).contains(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /",
                "GET /nothing",
                "POST /coupons/1",
                "GET /coupons",
                "GET /admin",
                "GET /../../etc/passwd",
                "GET /%2e%2e/%2e%2e/etc/passwd",
                "GET //",
                "OPTIONS *",
                "GET /coupons/1201/x/y/z",
                "GET /%",
                "GET /%zz",
                "POST /coupons/%/issue-async?couponId=1201",
                "GET /users/1/coupons/%c0%ae",
                "GET http://other/x",
                "CONNECT other:443",
                "GET ?couponId=1201"
            })
    void a_path_that_is_none_of_ours_is_refused(String request) throws IOException {
        String answer = raw(request + END);
        assertThat(status(answer)).isIn(400, 401, 404, 405);
        assertProblem(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
                "POST\r\n\r\n",
                "POST /coupons/1/issue-async?couponId=1201 HTTP/9.9.9\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "POST /coupons/1/issue-async?couponId=abc HTTP/1.1\r\nno colon here\r\n\r\n",
                "POST /coupons/1/issue-async?couponId=1201 HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                "POST /coupons/1/issue-async?couponId=1201 HTTP/1.1\r\nHost: x\r\nContent-Length: five\r\n\r\n",
                "POST /coupons/1/issue-async?couponId=1201 HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
                "POST /coupons/1/issue-async?couponId=1201 HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST /coupons/1/issue-async?couponId=1201 HTTP/1.1\r\nHost: x\r\nb\u0000d: y\r\n\r\n",
                "\r\n\r\n\r\n\r\nPOST / \r\n\r\n"
            })
    void what_is_no_request_is_answered_with_a_problem_or_a_closed_connection(String bytes) throws IOException {
        try (var connection = new RawConnection(node).send(bytes)) {
            connection.endSending();
            String answer = connection.readUntilClosed();
            if (!answer.isEmpty() && !answer.startsWith("HTTP/2.0 501")) {
                assertThat(status(answer)).isBetween(400, 599);
                assertProblem(answer);
            }
        }
    }

    @Test
    void headers_over_the_bound_are_refused() throws IOException {
        String answer =
                raw("POST /coupons/1/issue-async?couponId=1201 HTTP/1.1\r\nCookie: " + "c".repeat(9_000) + "\r\n\r\n");
        assertThat(status(answer)).isEqualTo(431);
        assertProblem(answer);
        String many = raw("POST /coupons/1/issue-async?couponId=1201 HTTP/1.1\r\n" + "a: b\r\n".repeat(3_000) + "\r\n");
        assertThat(status(many)).isEqualTo(431);
    }

    @Test
    void a_request_line_over_the_bound_is_refused() throws IOException {
        String answer = raw("POST /coupons/1/issue-async?couponId=1201&x=" + "y".repeat(5_000) + END);
        assertThat(status(answer)).isEqualTo(414);
        assertProblem(answer);
    }

    @Test
    void a_body_over_the_bound_is_refused_before_it_is_sent_and_the_connection_ends() throws IOException {
        try (var connection = new RawConnection(node)) {
            connection.send("POST /coupons/1/issue-async?couponId=1201 HTTP/1.1\r\nContent-Length: 10000000\r\n\r\n");
            String answer = connection.readUntilClosed();
            assertThat(status(answer)).isEqualTo(413);
            assertProblem(answer);
        }
    }

    @Test
    void a_short_body_is_ignored() throws IOException {
        try (var connection = new RawConnection(node)) {
            String withBody =
                    "POST /coupons/x/issue-async?couponId=1201 HTTP/1.1\r\nContent-Length: 5\r\n\r\n" + "{'a'}";
            connection.send(withBody).send("GET /coupons/1201" + END);
            assertThat(status(connection.readAnswer())).isEqualTo(400);
            assertThat(json(connection.readAnswer()).getLong("couponId")).isEqualTo(1201);
        }
    }

    @Test
    void pipelined_requests_are_answered_in_their_order() throws IOException {
        try (var connection = new RawConnection(node)) {
            connection.send("POST /coupons/0/issue-async?couponId=1201" + END + "GET /coupons/1201" + END
                    + "POST /coupons/1/issue-async?couponId=1299" + END + "GET /nothing" + END);
            assertThat(json(connection.readAnswer()).getString("code")).isEqualTo("invalid-user-id");
            assertThat(json(connection.readAnswer()).getLong("couponId")).isEqualTo(1201);
            assertThat(json(connection.readAnswer()).getString("code")).isEqualTo("unknown-coupon");
            assertThat(json(connection.readAnswer()).getString("code")).isEqualTo("not-found");
        }
    }

    @Test
    void a_client_that_stops_sending_after_its_request_is_answered_or_closed() throws IOException {
        try (var connection = new RawConnection(node)) {
            connection.send("POST /coupons/1/issue-async?couponId=1299" + END);
            connection.endSending();
            String answer = connection.readUntilClosed();
            if (!answer.isEmpty()) {
                assertThat(status(answer)).isEqualTo(404);
            }
        }
    }

    @Test
    void problems_are_told_in_korean_to_who_reads_korean() {
        Answer answer = node.post("/coupons/0/issue-async?couponId=1201", "Accept-Language", "ko");
        assertThat(answer.json().getString("title")).isEqualTo("잘못된 사용자 번호");
        assertThat(node.get("/nothing", "Accept-Language", "ko").json().getString("title"))
                .isEqualTo("없는 경로");
    }

    @Test
    void look_ups_refuse_what_is_no_id() {
        assertThat(node.get("/coupons/01").code()).isEqualTo("invalid-coupon-id");
        assertThat(node.get("/users/0/coupons").code()).isEqualTo("invalid-user-id");
        assertThat(node.get("/users/1/coupons/x").code()).isEqualTo("invalid-coupon-id");
        assertThat(node.get("/users/-/coupons/1").code()).isEqualTo("invalid-user-id");
    }

    private String raw(String bytes) throws IOException {
        try (var connection = new RawConnection(node)) {
            connection.sendIfOpen(bytes);
            return connection.readAnswer();
        }
    }

    private static void assertProblem(String answer) {
        assertThat(header(answer, "content-type")).isEqualTo("application/problem+json");
        JsonObject problem = json(answer);
        assertThat(problem.fieldNames()).containsAll(Set.of("type", "code", "status", "title", "detail", "consumed"));
        assertThat(problem.getInteger("status")).isEqualTo(status(answer));
        assertThat(problem.getBoolean("consumed")).isFalse();
        assertThat(problem.getString("type")).endsWith(problem.getString("code"));
    }

    private static int status(String answer) {
        assertThat(answer).startsWith("HTTP/1.");
        return Integer.parseInt(answer.substring(9, 12));
    }

    private static JsonObject json(String answer) {
        return new JsonObject(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }

    private static String header(String answer, String name) {
        return answer.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }
}
