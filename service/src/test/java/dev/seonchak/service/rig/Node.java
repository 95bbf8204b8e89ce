package dev.seonchak.service.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seonchak.service.Service;
import dev.seonchak.service.config.Config;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;

/** A node of the service in this JVM, spoken to over HTTP as any client would. */
public final class Node implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Service service;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Node(Service service) {
        this.service = service;
    }

    /** A node that listens; it may not be ready yet. */
    public static Node start(Config config) {
        return new Node(Service.start(config));
    }

    /** A node that takes claims. */
    public static Node ready(Config config) {
        Node node = start(config);
        node.awaitReady();
        return node;
    }

    public void awaitReady() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get("/health/ready").status()).isEqualTo(200));
    }

    public int port() {
        return service.port();
    }

    public Service service() {
        return service;
    }

    public Answer claim(long couponId, long userId) {
        return post("/coupons/" + userId + "/issue-async?couponId=" + couponId);
    }

    /** Asks until the answer is definite: 202, or a refusal. */
    public Answer claimUntilDefinite(long couponId, long userId) {
        return await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .until(() -> claim(couponId, userId), answer -> !answer.unavailable());
    }

    public Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    public Answer post(String path, String... headers) {
        return send(request(path, headers).POST(BodyPublishers.noBody()));
    }

    /** A command of an operator; without a body where it is empty. */
    public Answer admin(String method, String path, String body) {
        return send(request("/admin/coupons" + path, "Authorization", "Bearer " + Servers.ADMIN_TOKEN)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    /** Creates a coupon that is open now. */
    public void define(long couponId, int quantity) {
        var definition = new JsonObject().put("couponId", couponId).put("quantity", quantity);
        Answer answer = admin("POST", "", definition.encode());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    /** Units still to be had, as the public sees it. */
    public int remaining(long couponId) {
        return get("/coupons/" + couponId).json().getInteger("remaining", -1);
    }

    /** The value of a meter at {@code /metrics}, summed over those of its lines that contain all the given tags. */
    public double meter(String name, String... tags) {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .filter(line -> Arrays.stream(tags).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(uri(path)).timeout(PATIENCE);
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            return Answer.of(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        service.close();
        http.close();
    }
}
