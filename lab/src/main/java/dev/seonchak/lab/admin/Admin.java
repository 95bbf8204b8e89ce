package dev.seonchak.lab.admin;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;

/**
 * The commands of one node's {@code /admin/coupons}, with a bearer token. Every command may be repeated: the second time it
 * changes nothing. Any thread.
 */
public final class Admin implements AutoCloseable {

    /**
     * What a command was answered.
     *
     * @param status HTTP status; 200 or 201 where it was carried out
     * @param body the coupon, or the problem
     */
    public record Reply(int status, String body) {
        /** Whether the command was carried out, now or before. */
        public boolean done() {
            return status == 200 || status == 201;
        }
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final URI coupons;
    private final String token;

    /**
     * Connects to nothing yet.
     *
     * @param node such as {@code http://127.0.0.1:8080}
     * @param token that of {@code SEONCHAK_ADMIN_TOKEN}
     */
    public Admin(URI node, String token) {
        coupons = node.resolve("/admin/coupons");
        this.token = token;
    }

    /**
     * Defines a coupon that is open from now on.
     *
     * @throws IOException where no answer came; the command may have happened
     */
    public Reply define(long couponId, String name, int quantity) throws IOException, InterruptedException {
        return post(
                "", new JsonObject().put("couponId", couponId).put("name", name).put("quantity", quantity));
    }

    /**
     * Defines a coupon that opens later.
     *
     * @throws IOException where no answer came; the command may have happened
     */
    public Reply define(long couponId, String name, int quantity, Instant opensAt)
            throws IOException, InterruptedException {
        return post(
                "",
                new JsonObject()
                        .put("couponId", couponId)
                        .put("name", name)
                        .put("quantity", quantity)
                        .put("opensAt", opensAt.toString()));
    }

    /**
     * Raises the total quantity of a coupon.
     *
     * @param quantity the new total
     * @throws IOException where no answer came; the command may have happened
     */
    public Reply restock(long couponId, int quantity) throws IOException, InterruptedException {
        return post("/" + couponId + "/restock", new JsonObject().put("quantity", quantity));
    }

    /**
     * Closes a coupon for good.
     *
     * @throws IOException where no answer came; the command may have happened
     */
    public Reply close(long couponId) throws IOException, InterruptedException {
        return post("/" + couponId + "/close", new JsonObject());
    }

    /** The coupon as the node knows it. */
    public Reply show(long couponId) throws IOException, InterruptedException {
        return send(request("/" + couponId).GET());
    }

    private Reply post(String path, JsonObject body) throws IOException, InterruptedException {
        return send(
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.encode())));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(coupons + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token);
    }

    private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
