package dev.seonchak.lab.rig;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Commands of an operator to one Redis, past the proxy; each on a connection of its own. */
public final class RedisConsole {
    private static final long TIMEOUT_S = 10;

    private final String url;

    /**
     * A console; connects at each command.
     *
     * @param url such as {@code redis://127.0.0.1:6379}
     */
    public RedisConsole(String url) {
        this.url = url;
    }

    /** Runs one command, such as {@code CONFIG SET maxmemory 0}, and gives its reply as text. */
    public String run(String... words) {
        Vertx vertx = Vertx.vertx();
        try {
            Request request = Request.cmd(Command.create(words[0]));
            for (int i = 1; i < words.length; i++) {
                request.arg(words[i]);
            }
            return String.valueOf(Redis.createClient(vertx, url)
                    .send(request)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(TIMEOUT_S, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Redis at " + url + " refused " + String.join(" ", words) + ": " + e, e);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
