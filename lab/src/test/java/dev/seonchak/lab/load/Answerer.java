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
        server = vertx.createHttpServer()
                .requestHandler(
                        request -> answer.accept(Long.parseLong(request.path().split("/", -1)[2]), request))
                .listen(0, "127.0.0.1")
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

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(TIMEOUT_S, TimeUnit.SECONDS)
                .join();
    }
}
