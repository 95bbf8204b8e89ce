package dev.seonchak.lab.fault;

import dev.seonchak.lab.fault.Fault.Part;
import dev.seonchak.lab.fault.Fault.Undo;
import dev.seonchak.lab.proxy.TcpProxy;
import dev.seonchak.lab.proxy.Weather;
import dev.seonchak.lab.rig.RedisConsole;
import dev.seonchak.lab.rig.Rig;
import dev.seonchak.localstack.RedisReplica;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What can happen to Redis and to the way there. */
final class RedisFaults {
    private static final long THROTTLED_BYTES_PER_S = 4_000;
    private static final double RESET_SHARE = 0.05;
    private static final long LOST_MS = 300;
    private static final String FULL_BYTES = "1mb";

    private RedisFaults() {}

    static List<Fault> all() {
        return List.of(
                delay(50, 20),
                delay(200, 80),
                delay(1000, 400),
                weather(
                        "redis-blackhole",
                        "Redis' answers and questions get stuck, like a pulled cable",
                        Weather.blackHole()),
                weather("redis-reset", "connections to Redis are reset now and then", Weather.resets(RESET_SHARE)),
                fault("redis-refuse", "connections to Redis are reset, and new ones refused", (rig, random) -> {
                    rig.redisProxy().weather(Weather.refuse());
                    rig.redisProxy().reset();
                    return () -> rig.redisProxy().heal();
                }),
                fault(
                        "redis-reply-lost",
                        "Redis executes what it is asked, its replies are lost and then the connections reset",
                        (rig, random) -> {
                            rig.redisProxy().loseReplies();
                            return () -> rig.redisProxy().heal();
                        }),
                weather("redis-throttle", "a line to Redis of 4 kB/s", Weather.throttle(THROTTLED_BYTES_PER_S)),
                fault("redis-stop", "Redis hangs (SIGSTOP)", (rig, random) -> {
                    rig.stack().redis().pause();
                    return () -> rig.stack().redis().resume();
                }),
                fault("redis-kill", "Redis is killed and comes back empty", (rig, random) -> {
                    rig.stack().redis().kill();
                    return () -> rig.stack().redis().start();
                }),
                fault("redis-flushall", "somebody runs FLUSHALL", (rig, random) -> {
                    console(rig).run("FLUSHALL");
                    return Undo.NOTHING;
                }),
                fault("redis-script-flush", "somebody runs SCRIPT FLUSH", (rig, random) -> {
                    console(rig).run("SCRIPT", "FLUSH");
                    return Undo.NOTHING;
                }),
                fault("redis-full", "Redis has no memory left and refuses writes", (rig, random) -> {
                    RedisConsole console = console(rig);
                    console.run("CONFIG", "SET", "maxmemory-policy", "noeviction");
                    console.run("CONFIG", "SET", "maxmemory", FULL_BYTES);
                    return () -> console.run("CONFIG", "SET", "maxmemory", "0");
                }),
                fault("redis-evicting", "Redis has too little memory and evicts our keys at random", (rig, random) -> {
                    RedisConsole console = console(rig);
                    console.run("CONFIG", "SET", "maxmemory-policy", "allkeys-random");
                    console.run("CONFIG", "SET", "maxmemory", FULL_BYTES);
                    return () -> {
                        console.run("CONFIG", "SET", "maxmemory", "0");
                        console.run("CONFIG", "SET", "maxmemory-policy", "noeviction");
                    };
                }),
                fault("redis-readonly", "Redis becomes a read-only replica of nobody", (rig, random) -> {
                    RedisConsole console = console(rig);
                    console.run("REPLICAOF", "127.0.0.1", "1");
                    return () -> console.run("REPLICAOF", "NO", "ONE");
                }),
                fault(
                        "redis-failover",
                        "a replica that has missed the latest writes is promoted, and later the old one again",
                        RedisFaults::failOver));
    }

    private static Fault delay(long ms, long jitterMs) {
        return weather(
                "redis-delay-" + ms,
                "Redis' answers take " + ms + " ms ± " + jitterMs,
                Weather.delay(Duration.ofMillis(ms), Duration.ofMillis(jitterMs)));
    }

    private static Fault weather(String name, String what, Weather weather) {
        return fault(name, what, (rig, random) -> {
            TcpProxy proxy = rig.redisProxy();
            proxy.weather(weather);
            return proxy::heal;
        });
    }

    private static Undo failOver(Rig rig, RandomGenerator random) throws InterruptedException {
        RedisReplica replica = rig.stack().redisReplica();
        replica.follow();
        replica.cut();
        Thread.sleep(LOST_MS); // the writes of this time are the ones that get lost
        replica.promote();
        rig.redisProxy().redirect(Rig.local(replica.port()));
        return () -> {
            rig.redisProxy().redirect(Rig.local(rig.stack().redis().port()));
            replica.kill();
        };
    }

    private static RedisConsole console(Rig rig) {
        return new RedisConsole(rig.stack().redis().url());
    }

    private static Fault fault(String name, String what, Fault.Action action) {
        return new Fault(name, what, Part.REDIS, Set.of(), action);
    }
}
