package dev.seonchak.lab.rig;

import dev.seonchak.lab.admin.Admin;
import dev.seonchak.lab.watch.Recording;
import dev.seonchak.localstack.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the lab asks of the nodes by HTTP: to define a coupon, and whether they are well. */
final class NodeCare implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(6);
    private static final long POLL_MS = 50;
    private static final long FRESH_MS = 2_000;
    private static final int TRIES = 20;
    private static final int OK = 200;

    private final Rig rig;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    NodeCare(Rig rig) {
        this.rig = rig;
    }

    void define(long couponId, int quantity, Instant opensAt) throws InterruptedException {
        String last = "";
        // Defining the same coupon again is safe, so an unknown outcome is simply asked about once more.
        for (int i = 0; i < TRIES; i++) {
            try (Admin admin = new Admin(
                    URI.create(rig.apis().getFirst().url()), rig.stack().adminToken())) {
                Admin.Reply reply = admin.define(couponId, "Lab " + couponId, quantity, opensAt);
                if (reply.done()) {
                    awaitKnown(couponId);
                    return;
                }
                last = reply.toString();
            } catch (IOException e) {
                last = e.toString();
            }
            Thread.sleep(POLL_MS);
        }
        throw new IllegalStateException("coupon " + couponId + " could not be created: " + last);
    }

    private void awaitKnown(long couponId) throws InterruptedException {
        for (Service api : rig.apis()) {
            HttpRequest look = request(api, "/coupons/" + couponId).build();
            for (int i = 0; i < TRIES && status(look) != OK; i++) {
                Thread.sleep(POLL_MS);
            }
        }
    }

    void awaitWell(long withinMs) throws InterruptedException {
        long untilMs = System.currentTimeMillis() + withinMs;
        List<String> ill = ill();
        while (!ill.isEmpty()) {
            if (System.currentTimeMillis() > untilMs) {
                throw new RigUnwell("not well after " + withinMs + " ms: " + String.join(", ", ill));
            }
            Thread.sleep(POLL_MS);
            ill = ill();
        }
    }

    private List<String> ill() throws InterruptedException {
        List<String> ill = new ArrayList<>();
        for (Service node : rig.nodes()) {
            if (status(request(node, "/health/ready").build()) != OK) {
                ill.add(node.name() + " is not ready");
            }
        }
        for (Service api : rig.apis()) {
            for (String breaker : List.of("seonchak_gate_breaker_open", "seonchak_log_breaker_open")) {
                if (isOpen(api, breaker)) {
                    ill.add(api.name() + " has " + breaker);
                }
            }
        }
        return ill;
    }

    private boolean isOpen(Service api, String breaker) {
        Recording recording = rig.sampler().recording();
        // An unknown breaker is not a closed one: the node has just come back and has not been looked at yet.
        return recording.series(api.name(), breaker).at(System.currentTimeMillis(), FRESH_MS) != 0;
    }

    private int status(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private static HttpRequest.Builder request(Service node, String path) {
        return HttpRequest.newBuilder(URI.create(node.url() + path)).timeout(TIMEOUT);
    }

    @Override
    public void close() {
        http.close();
    }
}
