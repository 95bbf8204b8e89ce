package dev.seonchak.service.gate;

import dev.seonchak.core.claim.Gate;
import dev.seonchak.service.config.Config;
import dev.seonchak.service.metrics.Meters;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gate in Redis, with a breaker: one failed or late call opens it, and until the {@link GateKeeper} has found Redis well
 * and the keys in line with the ledger, every answer is {@link Gate.Admission#BYPASS}, at once.
 *
 * <p>Opening early is cheap: a bypass costs a record of the log, never a unit. Confined to the issuer's context.
 */
public final class RedisGate implements Gate {

    private static final Logger LOG = LoggerFactory.getLogger(RedisGate.class);

    private record Ask(String user, Consumer<Admission> answer) {}

    private record Told(String letter, String user) {}

    /** Nobody waits for a settlement, so many go in one call. */
    private static final long SETTLE_GATHER_MS = 20;

    private final Vertx vertx;
    private final Config.Gate config;
    private final RedisLink redis;
    private final Meters meters;
    private final Map<Long, BatchedCalls<Ask, String>> asking = new HashMap<>();
    private final Map<Long, BatchedCalls<Told, Response>> telling = new HashMap<>();
    private volatile boolean open = true;
    private volatile Runnable whenUnfit = () -> {};

    /** A gate whose breaker is open until the keeper closes it. */
    public RedisGate(Vertx vertx, Context issuerContext, Config.Gate config, Meters meters) {
        this.vertx = vertx;
        this.config = config;
        this.redis = new RedisLink(vertx, issuerContext, config.url(), config.timeoutMs());
        this.meters = meters;
    }

    @Override
    public void admit(long couponId, long userId, Consumer<Admission> answer) {
        if (open || !asking(couponId).add(new Ask(Long.toString(userId), answer))) {
            answer.accept(Admission.BYPASS);
        }
    }

    @Override
    public void settle(long couponId, long userId, Settlement settlement) {
        if (!open) {
            telling(couponId).add(new Told(letter(settlement), Long.toString(userId)));
        }
    }

    static String letter(Settlement settlement) {
        return switch (settlement) {
            case HELD -> "H";
            case RELEASED -> "R";
            case SOLD_OUT -> "S";
        };
    }

    /** True while the gate is bypassed. */
    boolean isOpen() {
        return open;
    }

    /** Redis is well and in line with the ledger again. */
    void closeBreaker() {
        open = false;
        LOG.info("The gate is in use.");
    }

    /** Runs whenever the breaker opens or a coupon's keys turn out not to be loaded, on the issuer's context. */
    void whenUnfit(Runnable action) {
        whenUnfit = action;
    }

    private BatchedCalls<Ask, String> asking(long couponId) {
        return asking.computeIfAbsent(couponId, id -> {
            List<String> keys = GateKeys.of(id).all();
            return new BatchedCalls<>(
                    config.maxBatch(),
                    config.maxQueue(),
                    batch -> admit(keys, batch),
                    this::answer,
                    later(config.gatherMs()));
        });
    }

    private BatchedCalls<Told, Response> telling(long couponId) {
        return telling.computeIfAbsent(couponId, id -> {
            List<String> keys = GateKeys.of(id).all();
            return new BatchedCalls<>(
                    config.maxBatch(),
                    config.maxQueue(),
                    batch -> settle(keys, batch),
                    (batch, reply) -> {},
                    later(SETTLE_GATHER_MS));
        });
    }

    private Executor later(long delayMs) {
        return delayMs == 0 ? Runnable::run : task -> vertx.setTimer(delayMs, id -> task.run());
    }

    private Future<String> admit(List<String> keys, List<Ask> batch) {
        return redis.call(Script.ADMIT, keys, batch.stream().map(Ask::user).toList())
                .map(letters -> letters == null ? "" : letters.toString())
                .onFailure(this::openBreaker);
    }

    private Future<Response> settle(List<String> keys, List<Told> batch) {
        var arguments = new ArrayList<String>(2 * batch.size());
        for (Told told : batch) {
            arguments.add(told.letter());
            arguments.add(told.user());
        }
        return redis.call(Script.SETTLE, keys, arguments).onFailure(this::openBreaker);
    }

    private void answer(List<Ask> batch, @Nullable String letters) {
        boolean usable = letters != null && letters.length() == batch.size();
        if (letters != null && !usable) {
            whenUnfit.run();
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer().accept(usable && letters != null ? admission(letters.charAt(i)) : Admission.BYPASS);
        }
    }

    private static Admission admission(char letter) {
        return switch (letter) {
            case 'A' -> Admission.ADMITTED;
            case 'K' -> Admission.KNOWN;
            case 'E' -> Admission.EMPTY;
            default -> Admission.BYPASS;
        };
    }

    private void openBreaker(Throwable failure) {
        meters.gateFailures().increment();
        if (open) {
            return;
        }
        open = true;
        LOG.warn("Redis failed ({}); the gate is bypassed and issuing goes on.", failure.getMessage());
        telling.values().forEach(BatchedCalls::drain);
        asking.values().forEach(calls -> answer(calls.drain(), null));
        whenUnfit.run();
    }

    /** Ends the connection. */
    public void close() {
        redis.close();
    }
}
