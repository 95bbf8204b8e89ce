package dev.seonchak.lab.fault;

import dev.seonchak.core.audit.Words;
import dev.seonchak.lab.fault.Fault.Part;
import dev.seonchak.lab.fault.Fault.Trait;
import dev.seonchak.lab.fault.Fault.Undo;
import dev.seonchak.lab.proxy.TcpProxy;
import dev.seonchak.lab.proxy.Weather;
import dev.seonchak.lab.rig.Evidence;
import dev.seonchak.lab.rig.KafkaConsole;
import dev.seonchak.lab.rig.Rig;
import dev.seonchak.localstack.Kafka;
import dev.seonchak.localstack.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What can happen to the brokers and to the way there. */
final class KafkaFaults {
    private static final double RESET_SHARE = 0.02;
    private static final int POISON_RECORDS = 20;
    private static final int ENDS_WITHIN_MS = 3_000;

    private KafkaFaults() {}

    static List<Fault> all() {
        return List.of(
                fault(
                        "kafka-stop",
                        new Words("every broker hangs (SIGSTOP)", "모든 브로커가 멈춤 (SIGSTOP)"),
                        (rig, random) -> {
                            rig.brokers().forEach(ServerProcess::pause);
                            return () -> rig.brokers().forEach(ServerProcess::resume);
                        }),
                fault(
                        "kafka-kill",
                        new Words("every broker is killed and comes back", "모든 브로커가 죽었다가 돌아옴"),
                        (rig, random) -> {
                            rig.brokers().forEach(ServerProcess::kill);
                            return () -> Rig.inParallel(rig.brokers(), ServerProcess::start);
                        }),
                weather(
                        "kafka-delay-200",
                        new Words("Kafka's answers take 200 ms ± 80", "Kafka 응답에 200 ms ± 80이 걸림"),
                        Weather.delay(Duration.ofMillis(200), Duration.ofMillis(80))),
                weather(
                        "kafka-blackhole",
                        new Words(
                                "nothing passes between service and Kafka, in either direction",
                                "서비스와 Kafka 사이가 양방향으로 막힘"),
                        Weather.blackHole()),
                weather(
                        "kafka-reset",
                        new Words("connections to Kafka are reset now and then", "Kafka 연결이 이따금 끊김"),
                        Weather.resets(RESET_SHARE)),
                fault(
                        "kafka-reply-lost",
                        new Words("Kafka has the records, its answers are lost", "Kafka에 레코드는 남지만 응답이 사라짐"),
                        (rig, random) -> {
                            rig.kafkaProxies().forEach(TcpProxy::loseReplies);
                            return () -> rig.kafkaProxies().forEach(TcpProxy::heal);
                        }),
                fault(
                        "log-poison",
                        new Words("somebody writes garbage into the claim log", "누군가 로그에 쓰레기 레코드를 씀"),
                        (rig, random) -> {
                            KafkaConsole console = console(rig);
                            for (int partition = 0; partition < Evidence.PARTITIONS; partition++) {
                                console.poison(partition, POISON_RECORDS);
                            }
                            return Undo.NOTHING;
                        }),
                fault(
                        "kafka-disk-full",
                        new Words("the broker's disk is full", "브로커의 디스크가 가득 참"),
                        (rig, random) -> {
                            rig.brokers()
                                    .forEach(broker ->
                                            broker.disk().orElseThrow().fill());
                            return () -> {
                                rig.brokers()
                                        .forEach(broker ->
                                                broker.disk().orElseThrow().free());
                                // A broker ends some time after it could not write, and somebody starts it again.
                                Thread.sleep(ENDS_WITHIN_MS);
                                Rig.inParallel(rig.brokers(), ServerProcess::start);
                            };
                        },
                        Trait.SMALL_DISKS),
                three(
                        "kafka-leader-kill",
                        new Words("the broker that leads a partition is killed and comes back", "파티션 리더 브로커가 죽었다가 돌아옴"),
                        KafkaFaults::killLeader),
                three(
                        "kafka-leader-stop",
                        new Words("the broker that leads a partition hangs (SIGSTOP)", "파티션 리더 브로커가 멈춤 (SIGSTOP)"),
                        (rig, random) -> {
                            Kafka leader = leader(rig, random);
                            leader.pause();
                            return leader::resume;
                        }),
                three(
                        "kafka-leader-cut-off",
                        new Words("clients cannot reach the leader, other brokers can", "클라이언트만 리더에 닿지 못하고 다른 브로커는 닿음"),
                        (rig, random) -> {
                            TcpProxy proxy = rig.kafkaProxies().get(leaderIndex(rig, random));
                            proxy.weather(Weather.blackHole());
                            return proxy::heal;
                        }),
                three(
                        "kafka-two-down",
                        new Words(
                                "two of three brokers hang: too few replicas in sync", "브로커 셋 중 둘이 멈춤: 동기화된 복제본이 모자람"),
                        (rig, random) -> {
                            List<Kafka> two = some(rig, random, 2);
                            two.forEach(ServerProcess::pause);
                            return () -> two.forEach(ServerProcess::resume);
                        }),
                three(
                        "kafka-broker-wiped",
                        new Words("one broker is killed and comes back with an empty disk", "브로커 하나가 죽고 빈 디스크로 돌아옴"),
                        (rig, random) -> {
                            Kafka one = some(rig, random, 1).getFirst();
                            one.kill();
                            one.wipe();
                            return one::start;
                        }));
    }

    private static Undo killLeader(Rig rig, RandomGenerator random) {
        Kafka leader = leader(rig, random);
        leader.kill();
        return leader::start;
    }

    private static Kafka leader(Rig rig, RandomGenerator random) {
        return rig.brokers().get(leaderIndex(rig, random));
    }

    private static int leaderIndex(Rig rig, RandomGenerator random) {
        return console(rig).leaderOf(random.nextInt(Evidence.PARTITIONS)) - 1;
    }

    private static List<Kafka> some(Rig rig, RandomGenerator random, int number) {
        List<Kafka> all = new ArrayList<>(rig.brokers());
        Collections.shuffle(all, new Random(random.nextLong()));
        return all.subList(0, number);
    }

    private static KafkaConsole console(Rig rig) {
        return new KafkaConsole(rig.stack().bootstrapServers());
    }

    private static Fault weather(String name, Words what, Weather weather) {
        return fault(name, what, (rig, random) -> {
            Consumer<TcpProxy> set = proxy -> proxy.weather(weather);
            rig.kafkaProxies().forEach(set);
            return () -> rig.kafkaProxies().forEach(TcpProxy::heal);
        });
    }

    private static Fault fault(String name, Words what, Fault.Action action, Trait... traits) {
        return new Fault(name, what, Part.KAFKA, Set.copyOf(Arrays.asList(traits)), action);
    }

    private static Fault three(String name, Words what, Fault.Action action) {
        return fault(name, what, action, Trait.THREE_BROKERS);
    }
}
