package dev.seonchak.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.core.audit.ClientOutcome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponseParserTest {
    private static final String ACCEPTED = response(
            "202 Accepted",
            "Location: /users/7/coupons/8\r\n",
            "{\"couponId\":8,\"userId\":7,\"serial\":12345,\"x\":1}");
    private static final String TAKEN = response("409 Conflict", "", "{\"note\":\"\"serial\",\"serial\": 77}");
    private static final String SOLD_OUT = response("410 Gone", "", "{\"code\":\"sold-out\",\"serial\":5}");
    private static final String EMPTY = "HTTP/1.1 503 Service Unavailable\r\ncontent-length:0\r\n\r\n";

    private final ResponseParser parser = new ResponseParser();

    @Test
    void readsTheSameWhereverTheBytesAreSplit() {
        for (String text : new String[] {ACCEPTED, TAKEN, SOLD_OUT, EMPTY}) {
            byte[] bytes = bytes(text);
            for (int first = 0; first <= bytes.length; first++) {
                for (int second = first; second <= bytes.length; second++) {
                    assertReads(text, bytes, first, second);
                }
            }
        }
    }

    private void assertReads(String text, byte[] bytes, int first, int second) {
        parser.reset();
        ResponseParser.Step step = parser.feed(bytes, 0, first);
        if (step == ResponseParser.Step.MORE) {
            step = parser.feed(bytes, first, second - first);
        }
        if (step == ResponseParser.Step.MORE) {
            step = parser.feed(bytes, second, bytes.length - second);
        }
        assertThat(step).as("%s split at %d and %d", text, first, second).isEqualTo(ResponseParser.Step.DONE);
        assertThat(parser.status()).isEqualTo(Integer.parseInt(text.substring(9, 12)));
        assertThat(parser.serial())
                .as("serial split at %d and %d", first, second)
                .isEqualTo(text.equals(ACCEPTED) ? 12345 : text.equals(TAKEN) ? 77 : 0);
        assertThat(parser.closes()).isFalse();
    }

    @Test
    void readsByteByByte() {
        byte[] bytes = bytes(ACCEPTED);
        for (int i = 0; i < bytes.length - 1; i++) {
            assertThat(parser.feed(bytes, i, 1)).isEqualTo(ResponseParser.Step.MORE);
        }
        assertThat(parser.feed(bytes, bytes.length - 1, 1)).isEqualTo(ResponseParser.Step.DONE);
        assertThat(parser.serial()).isEqualTo(12345);
    }

    @Test
    void stopsAtTheEndOfAResponse() {
        byte[] bytes = bytes(EMPTY + ACCEPTED);

        assertThat(parser.feed(bytes, 0, bytes.length)).isEqualTo(ResponseParser.Step.DONE);
        assertThat(parser.consumed()).isEqualTo(EMPTY.length());
    }

    @Test
    void saysThatAChunkedResponseHasNoEndItCouldFind() {
        assertThat(feed("HTTP/1.1 410 Gone\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))
                .isEqualTo(ResponseParser.Step.UNFRAMED);
        assertThat(parser.status()).isEqualTo(410);
    }

    @Test
    void saysThatAResponseWithoutALengthHasNoEndItCouldFind() {
        assertThat(feed("HTTP/1.1 200 OK\r\n\r\nabc")).isEqualTo(ResponseParser.Step.UNFRAMED);
    }

    @Test
    void knowsWhenTheServerEndsTheConnection() {
        feed("HTTP/1.1 404 Not Found\r\nConnection: keep-alive, Close\r\nContent-Length: 0\r\n\r\n");
        assertThat(parser.closes()).isTrue();

        parser.reset();
        feed("HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        assertThat(parser.closes()).isTrue();
    }

    @Test
    void readsOnAfterAPreface() {
        assertThat(feed("HTTP/1.1 100 Continue\r\n\r\n" + EMPTY)).isEqualTo(ResponseParser.Step.DONE);
        assertThat(parser.status()).isEqualTo(503);
    }

    @Test
    void needsNoBodyWhereThereIsNone() {
        assertThat(feed("HTTP/1.1 204 No Content\r\n\r\n")).isEqualTo(ResponseParser.Step.DONE);
    }

    @Test
    void aRefusalMeansWhatItsCodeSaysAndOnlyWithItsOwnStatus() {
        assertThat(outcome("202 Accepted", "{}")).isEqualTo(ClientOutcome.ACCEPTED);
        assertThat(outcome("409 Conflict", code("already-issued"))).isEqualTo(ClientOutcome.ALREADY_ISSUED);
        assertThat(outcome("410 Gone", code("sold-out"))).isEqualTo(ClientOutcome.SOLD_OUT);
        assertThat(outcome("410 Gone", "{\"code\": \"closed\"}")).isEqualTo(ClientOutcome.CLOSED);
        assertThat(outcome("403 Forbidden", code("not-open"))).isEqualTo(ClientOutcome.NOT_OPEN);
        assertThat(outcome("404 Not Found", code("unknown-coupon"))).isEqualTo(ClientOutcome.UNKNOWN_COUPON);
        assertThat(outcome("503 Down", code("outcome-unknown"))).isEqualTo(ClientOutcome.OUTCOME_UNKNOWN);
        assertThat(outcome("503 Down", code("overloaded"))).isEqualTo(ClientOutcome.OVERLOADED);
        assertThat(outcome("503 Down", code("log-unavailable"))).isEqualTo(ClientOutcome.LOG_UNAVAILABLE);
    }

    @Test
    void whatCannotBeUnderstoodIsNoDefiniteRefusal() {
        String late = "{\"x\":\"" + "y".repeat(2000) + "\",\"code\":\"sold-out\"}";
        for (String body : new String[] {
            "",
            "{}",
            code("sold-ou"),
            code("sold-out-x"),
            code("not-found"),
            "{\"code\":\"sold-out",
            "{\"code\":sold-out}",
            late
        }) {
            for (String status :
                    new String[] {"409 Conflict", "410 Gone", "403 Forbidden", "404 Not Found", "503 Down"}) {
                assertThat(outcome(status, body)).as("%s %s", status, body).isEqualTo(ClientOutcome.OTHER);
            }
        }
        assertThat(outcome("404 Not Found", code("sold-out"))).isEqualTo(ClientOutcome.OTHER);
        assertThat(outcome("410 Gone", code("already-issued"))).isEqualTo(ClientOutcome.OTHER);
        assertThat(outcome("200 OK", code("sold-out"))).isEqualTo(ClientOutcome.OTHER);
    }

    @Test
    void theBodyBeforeIsForgotten() {
        outcome("410 Gone", code("sold-out"));
        assertThat(outcome("410 Gone", "{}")).isEqualTo(ClientOutcome.OTHER);
    }

    private ClientOutcome outcome(String status, String body) {
        parser.reset();
        assertThat(feed(response(status, "", body))).isEqualTo(ResponseParser.Step.DONE);
        return parser.outcome();
    }

    private static String code(String code) {
        return "{\"type\":\"urn:seonchak:problem:" + code + "\",\"code\":\"" + code + "\",\"status\":1}";
    }

    @Test
    void refusesWhatIsNotHttp() {
        for (String text : new String[] {
            "SSH-2.0-x\r\n",
            "HTTP/1.1 abc\r\n",
            "HTTP/1.1 999 No\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 12x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
            "x".repeat(ResponseParser.MAX_HEAD_BYTES + 1)
        }) {
            parser.reset();
            assertThat(feed(text)).isEqualTo(ResponseParser.Step.MALFORMED);
        }
    }

    private ResponseParser.Step feed(String text) {
        byte[] bytes = bytes(text);
        return parser.feed(bytes, 0, bytes.length);
    }

    private static String response(String status, String headers, String body) {
        return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
