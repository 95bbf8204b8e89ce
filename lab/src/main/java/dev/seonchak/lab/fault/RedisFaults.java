package dev.seonchak.lab.fault;

import dev.seonchak.core.audit.Words;
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
                        new Words(
                                "Redis' answers and questions get stuck, like a pulled cable",
                                "Redis와 주고받는 것이 모두 멈춤, 케이블이 빠진 것처럼"),
                        Weather.blackHole()),
                weather(
                        "redis-reset",
                        new Words("connections to Redis are reset now and then", "Redis 연결이 이따금 끊김"),
                        Weather.resets(RESET_SHARE)),
                fault(
                        "redis-refuse",
                        new Words("connections to Redis are reset, and new ones refused", "Redis 연결이 끊기고 새 연결도 거부됨"),
                        (rig, random) -> {
                            rig.redisProxy().weather(Weather.refuse());
                            rig.redisProxy().reset();
                            return () -> rig.redisProxy().heal();
                        }),
                fault(
                        "redis-reply-lost",
                        new Words(
                                "Redis executes what it is asked, its replies are lost and then the connections reset",
                                "Redis가 명령은 실행하지만 응답이 사라지고 연결이 끊김"),
                        (rig, random) -> {
                            rig.redisProxy().loseReplies();
                            return () -> rig.redisProxy().heal();
                        }),
                weather(
                        "redis-throttle",
                        new Words("a line to Redis of 4 kB/s", "Redis 회선이 초당 4 kB로 느려짐"),
                        Weather.throttle(THROTTLED_BYTES_PER_S)),
                fault("redis-stop", new Words("Redis hangs (SIGSTOP)", "Redis가 멈춤 (SIGSTOP)"), (rig, random) -> {
                    rig.stack().redis().pause();
                    return () -> rig.stack().redis().resume();
                }),
                fault(
                        "redis-kill",
                        new Words("Redis is killed and comes back empty", "Redis가 죽고 빈 채로 돌아옴"),
                        (rig, random) -> {
                            rig.stack().redis().kill();
                            return () -> rig.stack().redis().start();
                        }),
                fault("redis-flushall", new Words("somebody runs FLUSHALL", "누군가 FLUSHALL을 실행함"), (rig, random) -> {
                    console(rig).run("FLUSHALL");
                    return Undo.NOTHING;
                }),
                fault(
                        "redis-script-flush",
                        new Words("somebody runs SCRIPT FLUSH", "누군가 SCRIPT FLUSH를 실행함"),
                        (rig, random) -> {
                            console(rig).run("SCRIPT", "FLUSH");
                            return Undo.NOTHING;
                        }),
                fault(
                        "redis-full",
                        new Words("Redis has no memory left and refuses writes", "Redis 메모리가 가득 차 쓰기를 거부함"),
                        (rig, random) -> {
                            RedisConsole console = console(rig);
                            console.run("CONFIG", "SET", "maxmemory-policy", "noeviction");
                            console.run("CONFIG", "SET", "maxmemory", FULL_BYTES);
                            return () -> console.run("CONFIG", "SET", "maxmemory", "0");
                        }),
                fault(
                        "redis-evicting",
                        new Words(
                                "Redis has too little memory and evicts our keys at random",
                                "Redis 메모리가 모자라 우리 키를 무작위로 지움"),
                        (rig, random) -> {
                            RedisConsole console = console(rig);
                            console.run("CONFIG", "SET", "maxmemory-policy", "allkeys-random");
                            console.run("CONFIG", "SET", "maxmemory", FULL_BYTES);
                            return () -> {
                                console.run("CONFIG", "SET", "maxmemory", "0");
                                console.run("CONFIG", "SET", "maxmemory-policy", "noeviction");
                            };
                        }),
                fault(
                        "redis-readonly",
                        new Words("Redis becomes a read-only replica of nobody", "Redis가 주인 없는 읽기 전용 복제본이 됨"),
                        (rig, random) -> {
                            RedisConsole console = console(rig);
                            console.run("REPLICAOF", "127.0.0.1", "1");
                            return () -> console.run("REPLICAOF", "NO", "ONE");
                        }),
                fault(
                        "redis-failover",
                        new Words(
                                "a replica that has missed the latest writes is promoted, and later the old one again",
                                "마지막 쓰기를 놓친 복제본이 승격되고, 나중에 원래 것이 다시 승격됨"),
                        RedisFaults::failOver));
    }

    private static Fault delay(long ms, long jitterMs) {
        return weather(
                "redis-delay-" + ms,
                new Words(
                        "Redis' answers take " + ms + " ms ± " + jitterMs,
                        "Redis 응답에 " + ms + " ms ± " + jitterMs + "이 걸림"),
                Weather.delay(Duration.ofMillis(ms), Duration.ofMillis(jitterMs)));
    }

    private static Fault weather(String name, Words what, Weather weather) {
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

    private static Fault fault(String name, Words what, Fault.Action action) {
        return new Fault(name, what, Part.REDIS, Set.of(), action);
    }
}
