package dev.seonchak.service.http;

import dev.seonchak.core.ledger.Holding;
import dev.seonchak.core.ledger.NoVerdict;
import dev.seonchak.core.ledger.Outcome;
import dev.seonchak.core.ledger.Verdict;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Outcomes as HTTP answers. The only place that knows which is which status. */
public final class Replies {

    private static final CharSequence PROBLEM = HttpHeaders.createOptimized("application/problem+json");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("Retry-After");

    private Replies() {}

    /** Answers a claim. */
    static void claim(HttpServerRequest request, long couponId, long userId, Outcome outcome) {
        switch (outcome) {
            case Verdict.Granted granted -> accepted(request, couponId, userId, granted.holding());
            case Verdict.AlreadyIssued already ->
                problem(
                        request,
                        Problem.ALREADY_ISSUED,
                        "serial",
                        Integer.toString(already.holding().serial()));
            case Verdict.SoldOut ignored -> problem(request, Problem.SOLD_OUT);
            case Verdict.Closed ignored -> problem(request, Problem.CLOSED);
            case Verdict.NotOpen notOpen ->
                problem(request, Problem.NOT_OPEN, "opensAt", '"' + iso(notOpen.opensAtMs()) + '"');
            case Verdict.UnknownCoupon ignored -> problem(request, Problem.UNKNOWN_COUPON);
            case NoVerdict none ->
                problem(
                        request,
                        switch (none) {
                            case OUTCOME_UNKNOWN -> Problem.OUTCOME_UNKNOWN;
                            case OVERLOADED -> Problem.OVERLOADED;
                            case LOG_UNAVAILABLE -> Problem.LOG_UNAVAILABLE;
                        });
        }
    }

    private static void accepted(HttpServerRequest request, long couponId, long userId, Holding holding) {
        request.response()
                .setStatusCode(202)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(HttpHeaders.LOCATION, "/users/" + userId + "/coupons/" + couponId)
                .end(Buffer.buffer(issued(couponId, userId, holding)));
    }

    /** One issued coupon as JSON. */
    static String issued(long couponId, long userId, Holding holding) {
        return "{\"couponId\":" + couponId + ",\"userId\":" + userId + ",\"serial\":" + holding.serial()
                + ",\"issuedAt\":\"" + iso(holding.issuedAtMs()) + "\"}";
    }

    static String iso(long epochMs) {
        return Instant.ofEpochMilli(epochMs).toString();
    }

    /** A 2xx answer with JSON. */
    public static void json(HttpServerRequest request, int status, String body) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .end(Buffer.buffer(body));
    }

    /** A problem in the client's language. */
    public static void problem(HttpServerRequest request, Problem problem) {
        send(request, problem, problem.body(inKorean(request)));
    }

    /** A problem whose detail is a sentence about this very request. */
    public static void problemSaying(HttpServerRequest request, Problem problem, String detail) {
        send(request, problem, problem.bodySaying(inKorean(request), detail));
    }

    private static void problem(HttpServerRequest request, Problem problem, String member, String rawJson) {
        send(request, problem, problem.body(inKorean(request), member, rawJson));
    }

    private static void send(HttpServerRequest request, Problem problem, Buffer body) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(problem.status()).putHeader(HttpHeaders.CONTENT_TYPE, PROBLEM);
        if (problem.retryAfterS() > 0) {
            response.putHeader(RETRY_AFTER, Integer.toString(problem.retryAfterS()));
        }
        response.end(body);
    }

    /** The first language that is ours decides; without one, English. */
    private static boolean inKorean(HttpServerRequest request) {
        @Nullable String languages = request.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        if (languages == null) {
            return false;
        }
        int korean = languages.indexOf("ko");
        int english = languages.indexOf("en");
        return korean >= 0 && (english < 0 || korean < english);
    }
}
