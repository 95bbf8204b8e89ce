package dev.seonchak.localstack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Redis, Kafka and MySQL on this machine, started together and stopped together.
 *
 * <p>{@link #close()} stops them in order; it also happens when the JVM ends. A parent that is killed leaves them
 * running: the next start on the same data directory finds and stops them.
 */
public final class Stack implements AutoCloseable {
    private final StackOptions options;
    private final DataDir home;
    private final Redis redis;
    private final Kafka kafka;
    private final MySql mysql;
    private final List<Service> services = new ArrayList<>();
    private final ReentrantLock closing = new ReentrantLock();
    private final Thread atExit = new Thread(this::shutDown, "stack-close");
    private boolean closed;

    private Stack(StackOptions options, DataDir home, DatabaseProgram database, ServerJars jars, ServerCache cache) {
        Progress progress = options.progress();
        this.options = options;
        this.home = home;
        this.redis = new Redis(options.redisPort(), home, progress, jars, cache);
        this.kafka = new Kafka(options.kafkaPort(), home, progress, jars, cache);
        this.mysql = new MySql(options.mysqlPort(), home, progress, database, cache);
    }

    /** Starts all three in parallel and returns when each answers; on a failure, none is left running. */
    public static Stack start(StackOptions options) {
        ServerJars jars = ServerJars.load();
        ServerCache cache = ServerCache.ofUser();
        if (options.temporary()) {
            Leftovers.sweep(options.dataDir());
        }
        DataDir home = DataDir.open(options.dataDir(), options.progress());
        try {
            if (options.reset()) {
                home.wipe();
            }
            Ports.requireFree(options.redisPort(), "Redis", "--redis-port");
            Ports.requireFree(options.kafkaPort(), "Kafka", "--kafka-port");
            Ports.requireFree(options.mysqlPort(), "MySQL", "--mysql-port");
            DatabaseProgram database = DatabaseProgram.find(options.database(), jars, cache, options.progress());
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
            List<Future<?>> starts = new ArrayList<>();
            for (ServerProcess server : List.of(redis, kafka, mysql)) {
                starts.add(threads.submit(() -> {
                    options.progress().step(server.name(), "starting");
                    server.start();
                    options.progress().step(server.name(), "ready on port " + server.port());
                }));
            }
            for (Future<?> start : starts) {
                start.get();
            }
            writeStackFile();
        } catch (ExecutionException e) {
            close();
            if (e.getCause() instanceof LocalStackException cause) {
                throw cause;
            }
            throw new LocalStackException("A server could not be started (" + e.getCause() + ").", e);
        } catch (InterruptedException e) {
            close();
            throw Waits.interrupted(e);
        }
    }

    private void writeStackFile() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("redisUrl", redis.url());
        values.put("kafkaUrl", kafka.url());
        values.put("mysqlUrl", mysql.url());
        values.put("mysqlAdminUrl", mysql.adminUrl());
        values.put("database", mysql.product());
        values.put("logs", home.logs().toString());
        file().put(values);
    }

    public Redis redis() {
        return redis;
    }

    public Kafka kafka() {
        return kafka;
    }

    public MySql mysql() {
        return mysql;
    }

    /** Where data, logs and {@code stack.json} are. */
    public Path dataDir() {
        return home.root();
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
        order.addAll(List.of(mysql, kafka, redis));
        return order;
    }

    /** Stops the services, then MySQL, Kafka and Redis. A temporary stack is killed and its directory deleted. */
    @Override
    public void close() {
        closing.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            for (ServerProcess server : inStopOrder()) {
                stop(server);
            }
            home.close();
            if (options.temporary()) {
                Trees.delete(home.root());
            }
            removeHook();
        } catch (IOException e) {
            throw new LocalStackException("Cannot delete " + home.root() + " (" + e + "): remove it by hand.", e);
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
        } else {
            server.stop();
            options.progress().step(server.name(), "stopped");
        }
    }

    private void shutDown() {
        close();
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // The JVM is ending: this is the hook's own call, or one that it waits for.
        }
    }
}
