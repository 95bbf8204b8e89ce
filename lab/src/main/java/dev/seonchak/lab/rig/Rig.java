package dev.seonchak.lab.rig;

import dev.seonchak.audit.Deployment;
import dev.seonchak.lab.load.Target;
import dev.seonchak.lab.proxy.TcpProxy;
import dev.seonchak.lab.rig.RigOptions.Extras;
import dev.seonchak.lab.watch.Sampler;
import dev.seonchak.localstack.FakeClock;
import dev.seonchak.localstack.Kafka;
import dev.seonchak.localstack.Ports;
import dev.seonchak.localstack.Progress;
import dev.seonchak.localstack.ServerProcess;
import dev.seonchak.localstack.Service;
import dev.seonchak.localstack.ServiceOptions;
import dev.seonchak.localstack.SmallDisk;
import dev.seonchak.localstack.Stack;
import dev.seonchak.localstack.StackOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The system under test.
 *
 * <pre>
 *   lab ──HTTP──▶ api 1, api 2 ──▶ proxy ──▶ Redis
 *                      │      └──▶ proxy ──▶ Kafka (1 or 3 brokers)
 *   recorder 1, 2 ─────┴──────────▶ proxy ──┘
 *         └───────────────────────▶ proxy ──▶ MySQL
 * </pre>
 *
 * The lab's own look at the servers (audit, faults by command) goes round the proxies.
 */
public final class Rig implements AutoCloseable {
    private static final String WITH_CLOCK = "api 1";
    private static final int SWEEP_AFTER_MS = 4_000;
    private static final int KEEPER_INTERVAL_MS = 100;
    private static final long SAMPLING_MS = 250;
    private static final int MYSQL_DISK_MIB = 512;
    private static final int KAFKA_DISK_MIB = 256;

    private final RigOptions options;
    private final Stack stack;
    private final TcpProxy redis;
    private final TcpProxy mysql;
    private final List<TcpProxy> kafka;
    private final List<Service> apis = new ArrayList<>();
    private final List<Service> recorders = new ArrayList<>();
    private final Service spare;
    private final Sampler sampler = new Sampler(Duration.ofMillis(SAMPLING_MS));
    private final NodeCare care = new NodeCare(this);

    private final Optional<FakeClock> clock;

    private Rig(RigOptions options, Stack stack, TcpProxy redis, TcpProxy mysql, List<TcpProxy> kafka) {
        this.options = options;
        this.stack = stack;
        this.redis = redis;
        this.mysql = mysql;
        this.kafka = kafka;
        this.clock =
                options.extras().fakeClock() ? FakeClock.find(stack.dataDir().resolve("clock")) : Optional.empty();
        for (int i = 1; i <= RigOptions.APIS; i++) {
            apis.add(node("api " + i, "api"));
        }
        for (int i = 1; i <= RigOptions.RECORDERS; i++) {
            recorders.add(node("recorder " + i, "recorder"));
        }
        spare = node("spare", "api,recorder");
        nodes().forEach(node -> sampler.node(node.name(), node.url(), node::pid));
        servers().forEach(server -> sampler.process(server.name(), server::pid));
        sampler.process("lab", ProcessHandle.current()::pid);
    }

    /** Starts everything and returns when every node is ready. */
    public static Rig start(RigOptions options, Progress progress) throws IOException {
        // The proxies come first: the brokers must know by which address their clients find them.
        TcpProxy redis = proxy("Redis");
        TcpProxy mysql = proxy("MySQL");
        List<TcpProxy> kafka = new ArrayList<>();
        for (int i = 0; i < options.extras().brokers(); i++) {
            kafka.add(proxy("Kafka " + (i + 1)));
        }
        StackOptions stackOptions = StackOptions.forTests()
                .withBrokers(options.extras().brokers())
                .withKafkaProxyPorts(kafka.stream().map(TcpProxy::port).toList())
                .withProgress(progress);
        if (options.extras().smallDisks()) {
            stackOptions = stackOptions.withMySqlDisk(MYSQL_DISK_MIB).withKafkaDisks(KAFKA_DISK_MIB);
        }
        Stack stack = Stack.start(stackOptions);
        try {
            redis.redirect(local(stack.redis().port()));
            mysql.redirect(local(stack.mysql().port()));
            for (int i = 0; i < kafka.size(); i++) {
                kafka.get(i).redirect(local(stack.brokers().get(i).proxiedListenerPort()));
            }
            Rig rig = new Rig(options, stack, redis, mysql, kafka);
            inParallel(rig.nodes(), Service::start);
            return rig;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private static TcpProxy proxy(String name) throws IOException {
        return TcpProxy.start(name, 0, local(1), 0);
    }

    /** A port of this machine. */
    public static InetSocketAddress local(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    private Service node(String name, String roles) {
        Map<String, String> environment = new HashMap<>();
        environment.put("SEONCHAK_ROLES", roles);
        environment.put("SEONCHAK_REDIS_URL", "redis://127.0.0.1:" + redis.port());
        environment.put("SEONCHAK_MYSQL_URL", stack.mysql().url().replaceFirst(":\\d+/", ":" + mysql.port() + "/"));
        environment.put(
                "SEONCHAK_KAFKA_URL",
                "kafka://"
                        + String.join(
                                ",",
                                kafka.stream().map(p -> "127.0.0.1:" + p.port()).toList()));
        environment.put("SEONCHAK_LOG_TOPIC", Evidence.TOPIC);
        environment.put("SEONCHAK_LOG_PARTITIONS", Integer.toString(Evidence.PARTITIONS));
        // Shorter than by default, so that a run need not wait half a minute for the gate to come in line.
        environment.put("SEONCHAK_GATE_SWEEP_AFTER_MS", Integer.toString(SWEEP_AFTER_MS));
        environment.put("SEONCHAK_GATE_KEEPER_INTERVAL_MS", Integer.toString(KEEPER_INTERVAL_MS));
        if (name.equals(WITH_CLOCK)) {
            clock.ifPresent(faked -> environment.putAll(faked.environment()));
        }
        environment.putAll(options.environment());
        return stack.service(new ServiceOptions(
                name, Ports.free(), options.serviceClassPath(), RigOptions.JVM_OPTIONS, environment));
    }

    /** The real servers. */
    public Stack stack() {
        return stack;
    }

    public RigOptions options() {
        return options;
    }

    /** Before Redis. */
    public TcpProxy redisProxy() {
        return redis;
    }

    /** Before MySQL. */
    public TcpProxy mysqlProxy() {
        return mysql;
    }

    /** Before each broker, in their order. */
    public List<TcpProxy> kafkaProxies() {
        return kafka;
    }

    /** The clock of the first node that issues, where the rig has one. */
    public Optional<FakeClock> clock() {
        return clock;
    }

    /** Why this machine cannot set up the extras; empty where it can. */
    public static Optional<String> obstacle(Extras extras) {
        if (extras.smallDisks() && !SmallDisk.possible()) {
            return SmallDisk.obstacle();
        }
        return extras.fakeClock() && !FakeClock.installed()
                ? Optional.of("libfaketime is not installed (Debian, Ubuntu: apt-get install libfaketime)")
                : Optional.empty();
    }

    /** The nodes that issue. */
    public List<Service> apis() {
        return apis;
    }

    /** The nodes that record. */
    public List<Service> recorders() {
        return recorders;
    }

    /** A node of both roles that runs only while a fault wants one more. */
    public Service spare() {
        return spare;
    }

    /** Every node that should run. */
    public List<Service> nodes() {
        List<Service> nodes = new ArrayList<>(apis);
        nodes.addAll(recorders);
        return nodes;
    }

    /** The servers in the order in which they are brought up. */
    public List<ServerProcess> servers() {
        List<ServerProcess> servers = new ArrayList<>(List.of(stack.redis(), stack.mysql()));
        servers.addAll(brokers());
        return servers;
    }

    /** The brokers. */
    public List<Kafka> brokers() {
        return stack.brokers();
    }

    /** Does something with each at the same time, and waits; the first failure is thrown when all have ended. */
    public static <T> void inParallel(List<? extends T> all, Consumer<T> action) {
        CompletableFuture.allOf(all.stream()
                        .map(one -> CompletableFuture.runAsync(() -> action.accept(one), Thread::startVirtualThread))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    /** Where the load goes: every node that issues. */
    public List<Target> targets() {
        return apis.stream().map(api -> new Target("127.0.0.1", api.port())).toList();
    }

    /** Where the audit reads, past the proxies. */
    public Deployment deployment() {
        return Evidence.of(stack);
    }

    /** Watches every node from its first start on. */
    public Sampler sampler() {
        return sampler;
    }

    /**
     * Creates a coupon and waits until every node that issues knows it.
     *
     * @param opensAt in the past for at once
     */
    public void define(long couponId, int quantity, Instant opensAt) throws InterruptedException {
        care.define(couponId, quantity, opensAt);
    }

    /** Waits until every node is ready and no breaker is open; at most so long, then a sentence about who is not. */
    public void awaitWell(long withinMs) throws InterruptedException {
        care.awaitWell(withinMs);
    }

    @Override
    public void close() {
        sampler.close();
        care.close();
        stack.close();
        redis.close();
        mysql.close();
        kafka.forEach(TcpProxy::close);
    }
}
