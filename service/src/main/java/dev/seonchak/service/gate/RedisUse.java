package dev.seonchak.service.gate;

import dev.seonchak.service.config.Config;
import dev.seonchak.service.metrics.Meters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Redis says about itself ({@code INFO}), as meters: {@code NaN} while it is away or may not be asked.
 *
 * <p>It asks every few seconds on a connection of its own, so that neither a slow nor a forbidden {@code INFO} is noticed by
 * the gate.
 */
public final class RedisUse {

    private static final Logger LOG = LoggerFactory.getLogger(RedisUse.class);
    private static final long EVERY_MS = 5_000;
    private static final long TIMEOUT_MS = 1_000;

    /** Memory in bytes, connected clients, commands processed since Redis started. */
    private record Said(double memoryUsed, double memoryMax, double clients, double commands) {
        static final Said UNKNOWN = new Said(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

        static Said of(String text) {
            return new Said(
                    field(text, "used_memory"),
                    field(text, "maxmemory"),
                    field(text, "connected_clients"),
                    field(text, "total_commands_processed"));
        }

        private static double field(String text, String name) {
            return text.lines()
                    .filter(line -> line.startsWith(name + ":"))
                    .mapToDouble(line ->
                            Double.parseDouble(line.substring(name.length() + 1).strip()))
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }

    private final Vertx vertx;
    private final Context context;
    private final RedisLink redis;
    private final Meters meters;
    private volatile Said info = Said.UNKNOWN;

    /** Asks nothing before {@link #start}. */
    public RedisUse(Vertx vertx, Config.Gate config, Meters meters) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.redis = new RedisLink(vertx, context, config.url(), TIMEOUT_MS);
        this.meters = meters;
    }

    /** Begins to ask. Ends with Vert.x. */
    public void start() {
        gauge("memory.used", "Memory that Redis uses, in bytes", Said::memoryUsed);
        gauge("memory.max", "Memory that Redis may use, in bytes; 0 is no limit", Said::memoryMax);
        gauge("clients", "Connections that Redis has", Said::clients);
        gauge("commands", "Commands that Redis has processed since it started", Said::commands);
        context.runOnContext(v -> {
            ask();
            vertx.setPeriodic(EVERY_MS, id -> ask());
        });
    }

    private void gauge(String name, String description, ToDoubleFunction<Said> value) {
        meters.gauge("seonchak.redis." + name, description, this, use -> value.applyAsDouble(use.info));
    }

    private void ask() {
        redis.call(connection -> connection.send(Request.cmd(Command.INFO)))
                .map(Response::toString)
                .map(Said::of)
                .onComplete(asked -> {
                    info = asked.succeeded() ? asked.result() : Said.UNKNOWN;
                    if (asked.failed()) {
                        LOG.debug(
                                "Redis does not say how it is: {}",
                                asked.cause().getMessage());
                    }
                });
    }

    /** Ends the connection. */
    public void close() {
        redis.close();
    }
}
