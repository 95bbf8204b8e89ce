package dev.seonchak.service;

import dev.seonchak.core.claim.Issuer;
import dev.seonchak.core.claim.IssuerOptions;
import dev.seonchak.core.ledger.Ledger;
import dev.seonchak.service.admin.AdminApi;
import dev.seonchak.service.claimlog.KafkaClaimLog;
import dev.seonchak.service.claimlog.KafkaClients;
import dev.seonchak.service.claimlog.LogTail;
import dev.seonchak.service.claimlog.LogTopic;
import dev.seonchak.service.config.Config;
import dev.seonchak.service.config.Config.Role;
import dev.seonchak.service.config.InvalidConfiguration;
import dev.seonchak.service.config.Setting;
import dev.seonchak.service.gate.GateKeeper;
import dev.seonchak.service.gate.RedisGate;
import dev.seonchak.service.gate.RedisUse;
import dev.seonchak.service.http.HttpApi;
import dev.seonchak.service.http.IssueDesk;
import dev.seonchak.service.metrics.CouponMeters;
import dev.seonchak.service.metrics.Meters;
import dev.seonchak.service.metrics.Telemetry;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running process, wired by hand. The order of the fields is the order in which things depend on each other.
 *
 * <p>HTTP answers from the first moment; claims are taken once the ledger has caught up with the log. Redis and MySQL may be
 * down at the start, and Kafka too: then this node is alive, not ready, and tries again.
 */
public final class Service implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);
    private static final LongSupplier WALL_CLOCK_MS = System::currentTimeMillis;
    private static final long RETRY_MS = 500;
    private static final long WATCH_MS = 500;
    private static final long STOP_MS = 5_000;

    private final Config config;
    private final String nodeId =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private final Telemetry telemetry;
    private final Vertx vertx;
    private final Ledger ledger;
    private final RedisGate gate;
    private final GateKeeper keeper;
    private final RedisUse redisUse;
    private final CouponMeters couponMeters;
    private final KafkaClaimLog log;
    private final LogTail tail;
    private final IssueDesk desk;
    private final HttpApi http;
    private final Thread bootstrap = Thread.ofVirtual().name("bootstrap").unstarted(this::connect);
    private final KafkaClients kafka;
    private final @Nullable RecorderProcess recorder;
    private volatile boolean unfit;

    private Service(Config config) {
        this.config = config;
        telemetry = new Telemetry(config.influx());
        var meters = new Meters(telemetry.registry());
        int eventLoops = config.http().eventLoops() > 0
                ? config.http().eventLoops()
                : Runtime.getRuntime().availableProcessors();
        kafka = new KafkaClients(config.log());
        recorder = config.roles().contains(Role.RECORDER)
                ? RecorderProcess.start(config, kafka, telemetry.registry())
                : null;
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops).setPreferNativeTransport(true));
        Context issuerContext = vertx.getOrCreateContext();
        ledger = new Ledger(config.log().partitions());
        gate = new RedisGate(vertx, issuerContext, config.gate(), meters);
        log = new KafkaClaimLog(
                kafka,
                config.log(),
                nodeId,
                task -> issuerContext.runOnContext(v -> task.run()),
                Service::monotonicMs,
                meters);
        var options = new IssuerOptions(
                config.issue().deadlineMs(),
                config.issue().maxWaiting(),
                config.issue().emptyWaitMs());
        Supplier<String> claimIds = claimIds();
        var issuer = new Issuer(ledger, gate, log, options, claimIds, WALL_CLOCK_MS, Service::monotonicMs);
        desk = new IssueDesk(issuerContext, issuer, config.issue().maxWaiting());
        tail = new LogTail(kafka, config.log(), ledger, desk::applied, WALL_CLOCK_MS, meters);
        keeper = new GateKeeper(vertx, issuerContext, config.gate(), ledger, gate, this::ledgerIsLive, meters);
        redisUse = new RedisUse(vertx, config.gate(), meters);
        couponMeters = new CouponMeters(telemetry.registry(), ledger, WALL_CLOCK_MS);
        meters.gauge("seonchak.ready", "1 while this process is ready", this, service -> service.ready() ? 1 : 0);
        meters.gauge("seonchak.issue.waiting", "Requests that wait for a verdict now", desk, IssueDesk::waiting);
        http = new HttpApi(
                config.http(),
                ledger,
                this::ledgerIsLive,
                desk,
                this::readiness,
                telemetry::scrape,
                router -> {
                    if (!config.adminToken().isEmpty()) {
                        new AdminApi(config.adminToken(), ledger, tail, log, claimIds, keeper::poke, WALL_CLOCK_MS)
                                .addTo(router);
                    }
                },
                WALL_CLOCK_MS,
                meters);
        vertx.setPeriodic(WATCH_MS, id -> watchRecorder());
        long trialMs = Math.max(1, config.log().stallMs() / 2);
        vertx.setPeriodic(trialMs, id -> issuerContext.runOnContext(v -> log.mend()));
        listen(eventLoops);
        telemetry.send(nodeName());
    }

    /** As others may find it, and as Prometheus calls it, unless it listens on every address. */
    private String nodeName() {
        String host = config.http().host();
        return (host.equals("0.0.0.0") ? hostName() : host) + ':' + port();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private void listen(int eventLoops) {
        try {
            vertx.deployVerticle(http::verticle, new DeploymentOptions().setInstances(eventLoops))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            close();
            if (e.getCause() instanceof BindException) {
                throw new InvalidConfiguration(
                        "Cannot listen on " + config.http().host() + ":"
                                + config.http().port() + ": " + e.getCause().getMessage()
                                + ". Stop what listens there, or choose another port with --http-port.");
            }
            throw new IllegalStateException("The HTTP server did not start", e);
        }
    }

    /** Starts a process. Returns as soon as HTTP listens; see {@code /health/ready} for the rest. */
    public static Service start(Config config) {
        for (String unknown : Setting.unknownIn(System.getenv())) {
            LOG.warn("{} is set but is no setting of this version; see --print-config for those that are.", unknown);
        }
        var service = new Service(config);
        service.bootstrap.start();
        LOG.info("Listening on {}:{} as node {}", config.http().host(), service.port(), service.nodeId);
        return service;
    }

    /** The port that HTTP listens on. */
    public int port() {
        return http.port();
    }

    /** Waits for the end. 0 after an orderly stop, 2 where the configuration turned out not to fit. */
    public int awaitEnd() throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** No id is ever given twice: a number of this process behind 64 random bits of this process. */
    private Supplier<String> claimIds() {
        var count = new AtomicLong();
        return () -> nodeId + '-' + Long.toString(count.incrementAndGet(), Character.MAX_RADIX);
    }

    private static long monotonicMs() {
        return System.nanoTime() / 1_000_000;
    }

    private boolean ledgerIsLive() {
        return tail.state() == LogTail.State.LIVE && !unfit;
    }

    /** What would be granted now might never become a row, or would be answered by a process that is ending. */
    private void watchRecorder() {
        if (recorder != null && recorder.refuses() && !unfit) {
            unfit = true;
            LOG.error("The recorder of this process has given up a partition, so it issues nothing either."
                    + " /health/ready says why.");
        }
    }

    /** MySQL and Redis have no say in it: issuing goes on without them. */
    private boolean ready() {
        return !config.roles().contains(Role.API) || ledgerIsLive();
    }

    private HttpApi.Readiness readiness() {
        boolean ready = ready();
        var json = new JsonObject()
                .put("ready", ready)
                .put("log", tail.state().name().toLowerCase(Locale.ROOT))
                .put("reason", tail.reason());
        if (recorder != null) {
            json.put("recorder", recorder.states());
        }
        return new HttpApi.Readiness(ready, json.encode());
    }

    /** Until Kafka has the topic and the producer knows it; then everything that needs them begins. */
    private void connect() {
        try {
            Uuid topicId = topic();
            LOG.info("The claim log is topic {} ({})", config.log().topic(), topicId);
            if (config.roles().contains(Role.API)) {
                while (!log.connected()) {
                    Thread.sleep(20);
                }
                keeper.start();
                tail.start();
                couponMeters.start();
                redisUse.start();
            }
        } catch (InvalidConfiguration e) {
            LOG.error("Configuration: {}", e.getMessage());
            end.complete(2);
        } catch (InterruptedException e) {
            LOG.debug("stopped before Kafka was there");
        }
    }

    private Uuid topic() throws InterruptedException {
        while (true) {
            try {
                return LogTopic.ensure(kafka, config.log());
            } catch (ExecutionException e) {
                LOG.warn(
                        "Kafka at {} does not answer, trying again: {}",
                        config.log().bootstrapServers(),
                        e.getMessage());
                Thread.sleep(RETRY_MS);
            }
        }
    }

    /**
     * Stops in order: not ready and no new claims, then the verdicts of those under way, then the connections. Claims that
     * have none by the deadline are told that their outcome is unknown.
     */
    @Override
    public void close() {
        unfit = true;
        bootstrap.interrupt();
        orderly("claims under way", this::drain);
        orderly(
                "HTTP",
                () -> await(Future.join(
                        vertx.deploymentIDs().stream().map(vertx::undeploy).toList())));
        couponMeters.close();
        redisUse.close();
        orderly("keeper of the gate", keeper::stop);
        orderly("tail of the log", tail::stop);
        orderly("producer", log::close);
        orderly("gate", gate::close);
        if (recorder != null) {
            orderly("recorder", recorder::close);
        }
        orderly("event loops", () -> await(vertx.close()));
        telemetry.close();
        end.complete(0);
    }

    private void drain() throws InterruptedException {
        long deadlineMs = monotonicMs() + config.issue().deadlineMs();
        while (desk.waiting() > 0 && monotonicMs() < deadlineMs) {
            Thread.sleep(5);
        }
        desk.abandon();
    }

    private interface Step {
        void run() throws Exception;
    }

    /** One part that does not end must not keep the others from it. */
    private static void orderly(String part, Step step) {
        try {
            step.run();
        } catch (Exception e) {
            LOG.warn("Stopping: {} did not end in order: {}", part, e.toString());
        }
    }

    private static void await(Future<?> future) throws Exception {
        future.toCompletionStage().toCompletableFuture().get(STOP_MS, TimeUnit.MILLISECONDS);
    }
}
