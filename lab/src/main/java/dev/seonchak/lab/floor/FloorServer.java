package dev.seonchak.lab.floor;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server that answers every claim with one constant refusal: Vert.x, a router, one route, one event loop a core. What a
 * service costs above this is its own doing.
 */
public final class FloorServer implements AutoCloseable {
    private static final long TIMEOUT_S = 30;
    private static final Buffer BODY = Buffer.buffer("""
            {"type":"https://seonchak.dev/errors/sold-out","code":"sold-out","title":"재고 없음","status":410,"couponId":8}""");

    private final Vertx vertx;
    private final int port;

    private FloorServer(Vertx vertx, int port) {
        this.vertx = vertx;
        this.port = port;
    }

    /** Starts on a loopback port, 0 for any free one, and returns when it listens. */
    public static FloorServer start(int port, int eventLoops) {
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops).setPreferNativeTransport(true));
        Queue<HttpServer> servers = new ConcurrentLinkedQueue<>();
        // To Vert.x a negative port is "any free one, and the same for every instance"; 0 would be one for each.
        int asked = port == 0 ? -1 : port;
        settle(vertx.deployVerticle(() -> new Loop(servers, asked), new DeploymentOptions().setInstances(eventLoops)));
        return new FloorServer(vertx, servers.element().actualPort());
    }

    private static void settle(Future<?> future) {
        future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(TIMEOUT_S, TimeUnit.SECONDS)
                .join();
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        settle(vertx.close());
    }

    private static final class Loop extends VerticleBase {
        private final Queue<HttpServer> servers;
        private final int port;

        Loop(Queue<HttpServer> servers, int port) {
            this.servers = servers;
            this.port = port;
        }

        @Override
        public Future<?> start() {
            Router router = Router.router(vertx);
            router.post("/coupons/:userId/issue-async")
                    .handler(context -> context.response()
                            .setStatusCode(410)
                            .putHeader("Content-Type", "application/problem+json")
                            .end(BODY));
            return vertx.createHttpServer()
                    .requestHandler(router)
                    .listen(port, "127.0.0.1")
                    .onSuccess(servers::add);
        }
    }
}
