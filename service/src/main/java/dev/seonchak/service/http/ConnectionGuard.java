package dev.seonchak.service.http;

import dev.seonchak.service.metrics.Meters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps a bound on connections and closes those that complete no request: idle ones, and senders so slow that an idle
 * timeout never fires.
 *
 * <p>One for each event loop, confined to it; the count of connections is shared by all.
 */
final class ConnectionGuard {

    private static final long SWEEP_MS = 1_000;

    private static final class Seen {
        long lastRequestMs;
    }

    private final AtomicInteger open;
    private final int maxConnections;
    private final long idleTimeoutMs;
    private final Meters meters;
    private final Map<HttpConnection, Seen> connections = new HashMap<>();

    ConnectionGuard(Vertx vertx, AtomicInteger open, int maxConnections, long idleTimeoutMs, Meters meters) {
        this.open = open;
        this.maxConnections = maxConnections;
        this.idleTimeoutMs = idleTimeoutMs;
        this.meters = meters;
        vertx.setPeriodic(Math.min(SWEEP_MS, idleTimeoutMs / 2), id -> sweep());
    }

    void connected(HttpConnection connection) {
        if (open.incrementAndGet() > maxConnections) {
            open.decrementAndGet();
            meters.connectionsRefused().increment();
            var ignored = connection.close();
            return;
        }
        var seen = new Seen();
        seen.lastRequestMs = nowMs();
        connections.put(connection, seen);
        connection.closeHandler(closed -> {
            connections.remove(connection);
            open.decrementAndGet();
        });
    }

    void requested(HttpServerRequest request) {
        Seen seen = connections.get(request.connection());
        if (seen != null) {
            seen.lastRequestMs = nowMs();
        }
    }

    private void sweep() {
        long tooOld = nowMs() - idleTimeoutMs;
        // Closing may call the close handler at once, which changes the map.
        List<HttpConnection> old = connections.entrySet().stream()
                .filter(entry -> entry.getValue().lastRequestMs < tooOld)
                .map(Map.Entry::getKey)
                .toList();
        for (HttpConnection connection : old) {
            var ignored = connection.close();
        }
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
