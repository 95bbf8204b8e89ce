package dev.seonchak.service.gate;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis, every call on it with a time limit. A call that fails or takes too long ends the connection: its
 * reply may still come, and must not be taken for another's.
 *
 * <p>Confined to one Vert.x context.
 */
final class RedisLink {

    private final Vertx vertx;
    private final Context context;
    private final RedisOptions options;
    private final long timeoutMs;
    private Redis redis;
    /** Counts connections given up, so that what is late speaks only of its own. */
    private int generation;

    private @Nullable Future<RedisConnection> connection;

    RedisLink(Vertx vertx, Context context, String url, long timeoutMs) {
        this.vertx = vertx;
        this.context = context;
        this.timeoutMs = timeoutMs;
        this.options = new RedisOptions().setConnectionString(url).setMaxWaitingHandlers(4096);
        this.options.getNetClientOptions().setConnectTimeout((int) timeoutMs).setTcpNoDelay(true);
        this.redis = Redis.createClient(vertx, options);
    }

    /** Calls Redis; connects first where there is no connection. */
    Future<Response> call(Function<RedisConnection, Future<Response>> command) {
        Future<RedisConnection> opened = connection;
        if (opened == null) {
            opened = connect();
        }
        return limited(opened.compose(command));
    }

    Future<Response> call(Script script, List<String> keys, List<String> arguments) {
        return call(open -> script.call(open, keys, arguments));
    }

    private Future<RedisConnection> connect() {
        Future<RedisConnection> opening = redis.connect();
        int of = generation;
        connection = opening;
        return opening.onSuccess(opened -> {
            opened.exceptionHandler(failure -> disconnect(of));
            opened.endHandler(end -> disconnect(of));
        });
    }

    private Future<Response> limited(Future<Response> reply) {
        Promise<Response> promise = Promise.promise();
        int of = generation;
        long timer = vertx.setTimer(timeoutMs, id -> promise.tryFail("no reply from Redis in " + timeoutMs + " ms"));
        reply.onComplete(result -> {
            vertx.cancelTimer(timer);
            if (result.succeeded()) {
                promise.tryComplete(result.result());
            } else {
                promise.tryFail(result.cause());
            }
        });
        return promise.future().onFailure(failure -> disconnect(of));
    }

    /** Closes the whole client: its pool would keep a connection that is dead without having said so. */
    private void disconnect(int of) {
        if (of == generation) {
            generation++;
            connection = null;
            var ignored = redis.close();
            redis = Redis.createClient(vertx, options);
        }
    }

    /** Blocking, for virtual threads: runs the call on the context and waits for it. */
    Response await(Function<RedisConnection, Future<Response>> command) throws GateUnavailable {
        Promise<Response> promise = Promise.promise();
        context.runOnContext(v -> call(command).onComplete(promise));
        try {
            return promise.future().toCompletionStage().toCompletableFuture().get(timeoutMs * 3, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GateUnavailable(e);
        } catch (Exception e) {
            throw new GateUnavailable(e);
        }
    }

    void close() {
        var ignored = redis.close();
    }
}
