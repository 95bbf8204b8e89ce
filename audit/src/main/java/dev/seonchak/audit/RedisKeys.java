package dev.seonchak.audit;

import dev.seonchak.core.audit.GateCounts;
import dev.seonchak.core.audit.GateEvidence;
import dev.seonchak.core.audit.Source;
import dev.seonchak.core.audit.Unreadable;
import dev.seonchak.core.audit.Words;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A coupon's keys in Redis, only read. Blocking, one thread. */
final class RedisKeys implements GateEvidence, AutoCloseable {

    private static final int PAGE = 2_000;
    private static final int PENDING_READ = 100_000;
    private static final long PAUSE_MS = 500;
    private static final Words REDIS = Source.REDIS.words();

    private final String url;
    private final String prefix;
    private final long settleMs;
    private final int patienceMs;
    private final Progress progress;
    private @Nullable Vertx vertx;
    private @Nullable RedisConnection connection;
    private long firstLookNs;

    private RedisKeys(String url, long couponId, AuditOptions options, Progress progress) {
        this.url = url;
        this.prefix = "coupon:" + couponId + ":";
        this.settleMs = options.settleMs();
        this.patienceMs = options.patienceMs();
        this.progress = progress;
    }

    /** The gate of a deployment, or null where it names no Redis. Connects at the first question. */
    static @Nullable RedisKeys open(Deployment deployment, long couponId, AuditOptions options, Progress progress) {
        String url = deployment.redisUrl();
        return url == null ? null : new RedisKeys(url, couponId, options, progress);
    }

    /** In a transaction: under load two questions one after the other would contradict each other. */
    @Override
    public GateCounts counts() {
        if (firstLookNs == 0) {
            firstLookNs = System.nanoTime();
        }
        List<Request> questions = List.of(
                Request.cmd(Command.MULTI),
                Request.cmd(Command.EXISTS).arg(prefix + "loaded"),
                Request.cmd(Command.LLEN).arg(prefix + "inventory"),
                Request.cmd(Command.SCARD).arg(prefix + "issued_users"),
                Request.cmd(Command.ZRANGE).arg(prefix + "pending").arg(0).arg(PENDING_READ - 1),
                Request.cmd(Command.EXEC));
        Response answers = asked(open -> open.batch(questions)).getLast();
        Set<Long> pending = new HashSet<>();
        answers.get(3).forEach(user -> pending.add(id(user.toString())));
        return new GateCounts(
                answers.get(0).toLong() == 1,
                answers.get(1).toLong(),
                answers.get(2).toLong(),
                pending);
    }

    @Override
    public void members(LongConsumer each) {
        String cursor = "0";
        long read = 0;
        do {
            Request scan = Request.cmd(Command.SSCAN)
                    .arg(prefix + "issued_users")
                    .arg(cursor)
                    .arg("COUNT")
                    .arg(PAGE);
            Response page = asked(open -> open.send(scan));
            cursor = page.get(0).toString();
            for (Response user : page.get(1)) {
                each.accept(id(user.toString()));
            }
            read += page.get(1).size();
            progress.at(REDIS, read, 0);
        } while (!cursor.equals("0"));
    }

    /** 0 for what is no user of ours. */
    private static long id(String member) {
        try {
            return Math.max(0, Long.parseLong(member));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    @Override
    public boolean again() {
        long spentMs = (System.nanoTime() - firstLookNs) / 1_000_000;
        if (spentMs >= settleMs) {
            return false;
        }
        try {
            Thread.sleep(Math.min(PAUSE_MS, settleMs - spentMs));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private interface Question<T> {
        Future<T> ask(RedisConnection open);
    }

    private <T> T asked(Question<T> question) {
        try {
            return awaited(question.ask(connected()));
        } catch (ExecutionException e) {
            throw unreadable(
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()), e);
        } catch (TimeoutException e) {
            throw unreadable("no answer in " + patienceMs + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreadable("interrupted", e);
        }
    }

    private <T> T awaited(Future<T> future) throws ExecutionException, TimeoutException, InterruptedException {
        return future.toCompletionStage().toCompletableFuture().get(patienceMs, TimeUnit.MILLISECONDS);
    }

    private RedisConnection connected() throws ExecutionException, TimeoutException, InterruptedException {
        RedisConnection open = connection;
        if (open == null) {
            Vertx own = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
            vertx = own;
            var options = new RedisOptions().setConnectionString(url);
            options.getNetClientOptions().setConnectTimeout(patienceMs);
            open = awaited(Redis.createClient(own, options).connect());
            connection = open;
        }
        return open;
    }

    private static Unreadable unreadable(String why, Throwable cause) {
        return new Unreadable(
                Source.REDIS,
                new Words(
                        "Redis cannot be read: " + why
                                + ". Is it running, and is SEONCHAK_REDIS_URL right? Then audit again.",
                        "Redis를 읽을 수 없습니다: " + why + ". 실행 중인지, SEONCHAK_REDIS_URL이 맞는지 확인하고 다시 감사하세요."),
                cause);
    }

    @Override
    public void close() {
        Vertx own = vertx;
        if (own != null) {
            try {
                awaited(own.close());
            } catch (ExecutionException | TimeoutException e) {
                // Nothing was written; its threads end with the process.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
