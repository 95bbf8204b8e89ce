package dev.seonchak.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands in for the service in the tests of this module, which the real one is built upon: ready at once (or with
 * its peer), takes the demo coupon, and checks that it was given what the service is promised.
 */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 1 || !args[0].equals("serve")) {
            throw new IllegalArgumentException("expected 'serve'");
        }
        for (String name : new String[] {
            "SEONCHAK_REDIS_URL",
            "SEONCHAK_KAFKA_URL",
            "SEONCHAK_MYSQL_URL",
            "SEONCHAK_LOG_REPLICATION_FACTOR",
            "SEONCHAK_LOG_MIN_INSYNC_REPLICAS"
        }) {
            System.out.println(name + "=" + required(name));
        }
        HttpServer server = HttpServer.create(
                new InetSocketAddress(required("SEONCHAK_HTTP_HOST"), Integer.parseInt(required("SEONCHAK_HTTP_PORT"))),
                16);
        String bearer = "Bearer " + required("SEONCHAK_ADMIN_TOKEN");
        AtomicBoolean created = new AtomicBoolean();
        server.createContext("/health/ready", exchange -> answer(exchange, peerRuns() ? 200 : 503));
        server.createContext("/admin/coupons", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean authorised = bearer.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            boolean valid = body.contains("\"couponId\":8") && body.contains("\"quantity\":25000");
            answer(exchange, !authorised ? 401 : !valid ? 400 : created.getAndSet(true) ? 200 : 201);
        });
        server.start();
        if (Boolean.getBoolean("die")) {
            System.out.println("dying as I was told");
            Runtime.getRuntime().halt(3);
        }
    }

    /** Whether the other process that it was told to wait for, if any, can be reached. */
    private static boolean peerRuns() {
        int peer = Integer.getInteger("peer", 0);
        try (Socket socket = peer == 0 ? new Socket() : new Socket(InetAddress.ofLiteral("127.0.0.1"), peer)) {
            return peer == 0 || socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static String required(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set");
        }
        return value;
    }
}
