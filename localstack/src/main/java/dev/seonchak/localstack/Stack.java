package dev.seonchak.localstack;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Redis, Kafka and MySQL on this machine, started together and stopped together; a replica of Redis, InfluxDB and Prometheus
 * only where somebody asks for them.
 *
 * <p>{@link #close()} stops them in order; it also happens when the JVM ends. A parent that is killed leaves them
 * running: the next start on the same data directory finds and stops them.
 */
public final class Stack implements AutoCloseable {
    private static final String ADMIN_TOKEN = "adminToken";

    private final StackOptions options;
    private final DataDir home;
    private final Redis redis;
    private final RedisReplica replica;
    private final List<Kafka> brokers;
    private final MySql mysql;
    private final InfluxDb influxDb;
    private final List<Service> services = new ArrayList<>();
    private final List<Prometheus> prometheus = new ArrayList<>();
    private final ReentrantLock closing = new ReentrantLock();
    private final Thread atExit = new Thread(this::close, "stack-close");
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private boolean closed;

    private Stack(StackOptions options, DataDir home, DatabaseProgram database, ServerJars jars, ServerCache cache) {
        Progress progress = options.progress();
        this.options = options;
        this.home = home;
        this.redis = new Redis("Redis", options.redisPort(), home, progress, jars, cache);
        this.replica = new RedisReplica(redis, home, progress, jars, cache);
        KafkaStorage storage = new KafkaStorage(jars, cache, progress);
        List<KafkaNode> quorum = KafkaNode.of(options.kafka());
        this.brokers = quorum.stream()
                .map(node -> new Kafka(node, quorum, home, progress, storage, jars, options.temporary()))
                .toList();
        this.mysql = new MySql(options.mysqlPort(), home, progress, database, cache);
        this.influxDb = new InfluxDb(home, progress);
    }

    /** Starts all servers in parallel and returns when each answers; on a failure, none is left running. */
    public static Stack start(StackOptions options) {
        ServerJars jars = ServerJars.load();
        ServerCache cache = ServerCache.ofUser();
        if (options.temporary()) {
            Leftovers.sweep(options.dataDir());
        }
        DataDir home = DataDir.open(options.dataDir(), options.progress());
        try {
            Ports.requireFree(options.redisPort(), "Redis", "--redis-port");
            Ports.requireFree(options.kafka().port(), "Kafka", "--kafka-port");
            Ports.requireFree(options.mysqlPort(), "MySQL", "--mysql-port");
            if (options.servicePort() > 0) {
                Ports.requireFree(options.servicePort(), "the service", "--port");
            }
            DatabaseProgram database = DatabaseProgram.find(options.database(), jars, cache, options.progress());
            if (options.reset()) {
                home.wipe();
            }
            Stack stack = new Stack(options, home, database, jars, cache);
            Runtime.getRuntime().addShutdownHook(stack.atExit);
            stack.startAll();
            return stack;
        } catch (RuntimeException e) {
            home.close();
            throw e;
        }
    }

    private void startAll() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            mountDisks();
            for (ServerProcess server : servers()) {
                threads.execute(() -> startOne(server));
            }
        } catch (LocalStackException noDisk) {
            failure.compareAndSet(null, noDisk);
        }
        RuntimeException first = failure.get();
        if (first != null) {
            close();
            throw first;
        }
        writeStackFile();
    }

    private void mountDisks() {
        int kafkaMiB = options.kafka().diskMiB();
        for (Kafka broker : kafkaMiB > 0 ? brokers : List.<Kafka>of()) {
            broker.placeOn(SmallDisk.mount(home.root(), broker.fileName(), kafkaMiB));
        }
        if (options.mysqlDiskMiB() > 0) {
            mysql.placeOn(SmallDisk.mount(home.root(), mysql.fileName(), options.mysqlDiskMiB()));
        }
    }

    private void startOne(ServerProcess server) {
        try {
            options.progress().step(server.name(), "starting");
            server.start();
            String product = server instanceof MySql database ? " (" + database.product() + ")" : "";
            options.progress().step(server.name(), "ready on port " + server.port() + product);
        } catch (RuntimeException e) {
            // The first failure is the one to tell; sealing ends the other starts at once.
            failure.compareAndSet(null, e);
            home.seal();
        }
    }

    private void writeStackFile() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("redisUrl", redis.url());
        values.put("kafkaUrl", kafkaUrl());
        values.put("mysqlUrl", mysql.url());
        values.put("mysqlAdminUrl", mysql.adminUrl());
        values.put("database", mysql.product());
        values.put("logs", logs().toString());
        file().put(values);
    }

    /** Adds one value to {@code stack.json}. */
    synchronized void publish(String key, String value) {
        file().put(Map.of(key, value));
    }

    /** The bearer token for the services' {@code /admin}: made once for a data directory and kept in its file. */
    public synchronized String adminToken() {
        Optional<String> kept = file().get(ADMIN_TOKEN);
        if (kept.isPresent()) {
            return kept.get();
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        publish(ADMIN_TOKEN, token);
        return token;
    }

    public Redis redis() {
        return redis;
    }

    /**
     * The replica of Redis, started and in step with it, for which Redis must run; one that runs is left alone, and one
     * that was promoted comes back as a master, with the data of its last orderly stop.
     */
    public RedisReplica redisReplica() {
        replica.start();
        return replica;
    }

    /** The only broker, or the first of three. */
    public Kafka kafka() {
        return brokers.getFirst();
    }

    /** All brokers, one or three, in the order of their ids. */
    public List<Kafka> brokers() {
        return brokers;
    }

    /** The {@code bootstrap.servers} of a client that knows all brokers. */
    public String bootstrapServers() {
        return brokers.stream().map(Kafka::bootstrapServers).collect(Collectors.joining(","));
    }

    /** {@code kafka://host:port,…} with all brokers. */
    public String kafkaUrl() {
        return "kafka://" + bootstrapServers();
    }

    public MySql mysql() {
        return mysql;
    }

    /**
     * InfluxDB, started; one that runs is left alone.
     *
     * @throws LocalStackException if it is not installed, see {@link InfluxDb#obstacle()}
     */
    public InfluxDb influxDb() {
        influxDb.start();
        return influxDb;
    }

    /**
     * A Prometheus with this configuration, not started yet; a stack has one at most.
     *
     * @param configuration the text of its YAML file
     */
    public synchronized Prometheus prometheus(String configuration) {
        if (!prometheus.isEmpty()) {
            throw new IllegalStateException("this stack has a Prometheus already");
        }
        prometheus.add(new Prometheus(configuration, home, options.progress()));
        return prometheus.getFirst();
    }

    /** Where data, logs and {@code stack.json} are. */
    public Path dataDir() {
        return home.root();
    }

    /** Where every process' log is. */
    public Path logs() {
        return home.logs();
    }

    /** {@code stack.json} as it is now. */
    public StackFile file() {
        return StackFile.read(home.root());
    }

    /** A service on this stack, not started yet; it is stopped before the servers at {@link #close()}. */
    public synchronized Service service(ServiceOptions serviceOptions) {
        Service service = new Service(serviceOptions, this, home, options.progress());
        services.add(service);
        return service;
    }

    private synchronized List<ServerProcess> inStopOrder() {
        List<ServerProcess> order = new ArrayList<>(services.reversed());
        order.addAll(prometheus);
        order.addAll(List.of(influxDb, replica, mysql));
        order.addAll(brokers);
        order.add(redis);
        return order;
    }

    /** Redis, the brokers, and MySQL. */
    private List<ServerProcess> servers() {
        List<ServerProcess> servers = new ArrayList<>(List.of(redis, mysql));
        servers.addAll(brokers);
        return servers;
    }

    /** Whether it is being closed or is closed already. */
    public boolean closing() {
        return home.sealed();
    }

    /** Stops the services, then MySQL, Kafka and Redis. A temporary stack is killed and its directory deleted. */
    @Override
    public void close() {
        home.seal();
        closing.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            for (ServerProcess server : inStopOrder()) {
                stop(server);
            }
            SmallDisk.unmountAll(home.root());
            home.close();
            if (options.temporary()) {
                Trees.delete(home.root());
            }
            removeHook();
        } catch (IOException e) {
            throw new LocalStackException(
                    "Cannot tidy up " + home.root() + " (" + e + "): unmount what is in it and remove it by hand.", e);
        } finally {
            closing.unlock();
        }
    }

    private void stop(ServerProcess server) {
        if (!server.alive()) {
            return;
        }
        if (options.temporary()) {
            server.kill();
            return;
        }
        if (server instanceof Kafka && !majorityRuns()) {
            server.kill();
        } else {
            server.stop();
        }
        options.progress().step(server.name(), "stopped");
    }

    /** Whether a broker can stop in order: for that it asks the controllers, which decide by majority. */
    private boolean majorityRuns() {
        return brokers.stream().filter(ServerProcess::alive).count() > brokers.size() / 2;
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // The JVM is ending: this is the hook's own call, or one that it waits for.
        }
    }
}
