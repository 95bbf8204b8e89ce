package dev.seonchak.localstack.run;

import dev.seonchak.localstack.Progress;
import dev.seonchak.localstack.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The coupon to try out: number 8 with 25,000 units, as in the load-test plan. */
final class DemoCoupon {
    static final int ID = 8;
    static final int QUANTITY = 25_000;

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int RETRIES = 10;
    private static final int UNAVAILABLE = 503;

    private DemoCoupon() {}

    /** Creates it unless it is there; a failure is told, and the service goes on without it. */
    static void create(Service service, String adminToken, Progress progress) {
        String json = "{\"couponId\":" + ID + ",\"name\":\"선착 데모 쿠폰\",\"quantity\":" + QUANTITY + "}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.url() + "/admin/coupons"))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + adminToken)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            // 503: the log was too slow to confirm, as it may be on a machine that has just started everything. Asking
            // again is safe.
            for (int retry = 0; retry < RETRIES && answer.statusCode() == UNAVAILABLE; retry++) {
                Thread.sleep(RETRY_AFTER);
                answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            }
            progress.step(service.name(), outcome(answer));
        } catch (IOException e) {
            progress.step(service.name(), "demo coupon not created (" + e + "); create one by POST /admin/coupons");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String outcome(HttpResponse<String> answer) {
        return switch (answer.statusCode()) {
            case 201 -> "demo coupon " + ID + " created, " + QUANTITY + " units";
            case 200, 409 -> "demo coupon " + ID + " is there already; --reset starts afresh";
            default ->
                "demo coupon not created: POST /admin/coupons answered " + answer.statusCode() + " " + answer.body();
        };
    }
}
