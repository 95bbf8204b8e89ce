package dev.seonchak.lab.load;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** A small real server whose answers a test decides: it is given the user of every request. */
final class Answerer implements AutoCloseable {
    private static final long TIMEOUT_S = 20;

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    Answerer(BiConsumer<Long, HttpServerRequest> answer) {
        this(0, answer);
    }

    /** At that port, 0 for any free one. */
    Answerer(int port, BiConsumer<Long, HttpServerRequest> answer) {
        server = vertx.createHttpServer()
                .requestHandler(
                        request -> answer.accept(Long.parseLong(request.path().split("/", -1)[2]), request))
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(TIMEOUT_S, TimeUnit.SECONDS)
                .join();
    }

    int port() {
        return server.actualPort();
    }

    /** Stops listening and cuts every connection; returns when that is done. */
    void stop() {
        close();
    }

    static void status(HttpServerRequest request, int status, String body) {
        request.response().setStatusCode(status).end(body);
    }

    static void soldOut(HttpServerRequest request) {
        status(request, 410, "{\"code\":\"sold-out\"}");
    }

    static void accepted(HttpServerRequest request, long serial) {
        status(request, 202, "{\"serial\":" + serial + "}");
    }

    Target target() {
        return new Target("127.0.0.1", port());
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(TIMEOUT_S, TimeUnit.SECONDS)
                .join();
    }
}
