package dev.seonchak.service.http;

import dev.seonchak.core.ledger.Ledger;
import dev.seonchak.service.config.Config;
import dev.seonchak.service.metrics.Meters;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: every route, one server on each event loop, all on the same port. */
public final class HttpApi {

    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final int MAX_LINE_BYTES = 4096;
    private static final long MAX_IGNORED_BODY_BYTES = 64 * 1024;

    /** Readiness: whether this node may be sent requests, and why not. */
    public record Readiness(boolean ready, String json) {}

    private final Config.Http config;
    private final Ledger ledger;
    private final BooleanSupplier ledgerIsLive;
    private final IssueDesk desk;
    private final Supplier<Readiness> readiness;
    private final Supplier<String> prometheus;
    private final Consumer<Router> furtherRoutes;
    private final LongSupplier wallClockMs;
    private final Meters meters;
    private final AtomicInteger connections = new AtomicInteger();
    private final Buffer openApi = resource("/openapi.yaml");
    private volatile int port;

    /**
     * Wires the API; nothing listens before its verticles are deployed.
     *
     * @param furtherRoutes adds the routes of others, such as {@code /admin}
     */
    public HttpApi(
            Config.Http config,
            Ledger ledger,
            BooleanSupplier ledgerIsLive,
            IssueDesk desk,
            Supplier<Readiness> readiness,
            Supplier<String> prometheus,
            Consumer<Router> furtherRoutes,
            LongSupplier wallClockMs,
            Meters meters) {
        this.config = config;
        this.ledger = ledger;
        this.ledgerIsLive = ledgerIsLive;
        this.desk = desk;
        this.readiness = readiness;
        this.prometheus = prometheus;
        this.furtherRoutes = furtherRoutes;
        this.wallClockMs = wallClockMs;
        this.meters = meters;
        meters.gauge("seonchak.http.connections", "Connections open now", connections, AtomicInteger::get);
    }

    /** The port that is listened on; 0 before. */
    public int port() {
        return port;
    }

    /** One event loop's server, to be deployed once for each. */
    public AbstractVerticle verticle() {
        return new AbstractVerticle() {
            @Override
            public void start(Promise<Void> started) {
                listen(getVertx()).<Void>mapEmpty().onComplete(started);
            }
        };
    }

    private Future<HttpServer> listen(Vertx vertx) {
        var guard = new ConnectionGuard(vertx, connections, config.maxConnections(), config.idleTimeoutMs(), meters);
        Router router = routes(vertx);
        return vertx.createHttpServer(options())
                .connectionHandler(guard::connected)
                .invalidRequestHandler(HttpApi::refuseUnreadable)
                .exceptionHandler(failure -> LOG.debug("connection failed: {}", failure.getMessage()))
                .requestHandler(request -> {
                    guard.requested(request);
                    if (!refuseLongBody(request)) {
                        router.handle(request);
                    }
                })
                .listen()
                .onSuccess(server -> port = server.actualPort());
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setAcceptBacklog(8192)
                .setTcpNoDelay(true)
                .setHttp2ClearTextEnabled(false)
                // There are no web sockets here, but their handlers would look at every request.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(config.maxHeaderBytes());
    }

    private Router routes(Vertx vertx) {
        Router router = Router.router(vertx);
        var status = new StatusHandlers(ledger, ledgerIsLive, wallClockMs);
        router.post("/coupons/:userId/issue-async")
                .handler(new IssueHandler(ledger, ledgerIsLive, desk, wallClockMs, meters));
        get(router, "/coupons/:couponId").handler(status::coupon);
        get(router, "/users/:userId/coupons").handler(status::usersCoupons);
        get(router, "/users/:userId/coupons/:couponId").handler(status::usersCoupon);
        get(router, "/health/live").handler(routing -> Replies.json(routing.request(), 200, "{\"status\":\"up\"}"));
        get(router, "/health/ready").handler(this::ready);
        get(router, "/metrics").handler(this::metrics);
        get(router, "/openapi.yaml").handler(this::openApi);
        furtherRoutes.accept(router);
        refuseOtherMethods(router);
        router.errorHandler(400, routing -> Replies.problem(routing.request(), Problem.INVALID_REQUEST));
        router.errorHandler(404, routing -> Replies.problem(routing.request(), Problem.NOT_FOUND));
        router.errorHandler(408, routing -> Replies.problem(routing.request(), Problem.REQUEST_TIMEOUT));
        router.errorHandler(413, routing -> Replies.problem(routing.request(), Problem.BODY_TOO_LARGE));
        router.errorHandler(500, this::defect);
        return router;
    }

    /** HEAD too: load balancers ask with it. */
    private static Route get(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    /** Whatever path is known but was not taken for its method ends here, and hears which methods there are. */
    private static void refuseOtherMethods(Router router) {
        var methods = new LinkedHashMap<String, Set<String>>();
        for (Route route : router.getRoutes()) {
            if (route.getPath() != null && route.methods() != null) {
                var ofPath = methods.computeIfAbsent(route.getPath(), path -> new TreeSet<>());
                route.methods().forEach(method -> ofPath.add(method.name()));
            }
        }
        methods.forEach((path, allowed) -> router.route(path).handler(routing -> {
            routing.response().putHeader(HttpHeaders.ALLOW, String.join(", ", allowed));
            Replies.problem(routing.request(), Problem.METHOD_NOT_ALLOWED);
        }));
    }

    private void openApi(RoutingContext routing) {
        routing.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
                .end(openApi);
    }

    private static Buffer resource(String name) {
        try (var in = HttpApi.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the class path");
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ready(RoutingContext routing) {
        Readiness now = readiness.get();
        Replies.json(routing.request(), now.ready() ? 200 : 503, now.json());
    }

    private void metrics(RoutingContext routing) {
        routing.response()
                .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .end(Buffer.buffer(prometheus.get()));
    }

    private void defect(RoutingContext routing) {
        @Nullable Throwable failure = routing.failure();
        LOG.error(
                "A request met a defect: {} {}",
                routing.request().method(),
                routing.request().path(),
                failure);
        Replies.problem(routing.request(), Problem.INTERNAL_ERROR);
    }

    /** No route of ours needs a long body; what comes without a length is cut off by the connection's guard. */
    private static boolean refuseLongBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || length.length() < 5 || Long.parseLong(length) <= MAX_IGNORED_BODY_BYTES) {
            return false;
        }
        request.response().putHeader("Connection", "close");
        Replies.problem(request, Problem.BODY_TOO_LARGE);
        var ignored = request.connection().close(); // otherwise it would stay open for the body
        return true;
    }

    private static void refuseUnreadable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        String what = cause == null ? "" : cause.getClass().getSimpleName();
        Problem problem =
                switch (what) {
                    case "TooLongHttpLineException" -> Problem.URI_TOO_LONG;
                    case "TooLongHttpHeaderException" -> Problem.HEADERS_TOO_LARGE;
                    default -> Problem.INVALID_REQUEST;
                };
        request.response().putHeader("Connection", "close");
        Replies.problem(request, problem);
        var ignored = request.connection().close();
    }
}
