package dev.seonchak.lab.fault;

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
                fault("kafka-stop", "every broker hangs (SIGSTOP)", (rig, random) -> {
                    rig.brokers().forEach(ServerProcess::pause);
                    return () -> rig.brokers().forEach(ServerProcess::resume);
                }),
                fault("kafka-kill", "every broker is killed and comes back", (rig, random) -> {
                    rig.brokers().forEach(ServerProcess::kill);
                    return () -> Rig.inParallel(rig.brokers(), ServerProcess::start);
                }),
                weather(
                        "kafka-delay-200",
                        "Kafka's answers take 200 ms ± 80",
                        Weather.delay(Duration.ofMillis(200), Duration.ofMillis(80))),
                weather(
                        "kafka-blackhole",
                        "nothing passes between service and Kafka, in either direction",
                        Weather.blackHole()),
                weather("kafka-reset", "connections to Kafka are reset now and then", Weather.resets(RESET_SHARE)),
                fault("kafka-reply-lost", "Kafka has the records, its answers are lost", (rig, random) -> {
                    rig.kafkaProxies().forEach(TcpProxy::loseReplies);
                    return () -> rig.kafkaProxies().forEach(TcpProxy::heal);
                }),
                fault("log-poison", "somebody writes garbage into the claim log", (rig, random) -> {
                    KafkaConsole console = console(rig);
                    for (int partition = 0; partition < Evidence.PARTITIONS; partition++) {
                        console.poison(partition, POISON_RECORDS);
                    }
                    return Undo.NOTHING;
                }),
                fault(
                        "kafka-disk-full",
                        "the broker's disk is full",
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
                        "the broker that leads a partition is killed and comes back",
                        KafkaFaults::killLeader),
                three("kafka-leader-stop", "the broker that leads a partition hangs (SIGSTOP)", (rig, random) -> {
                    Kafka leader = leader(rig, random);
                    leader.pause();
                    return leader::resume;
                }),
                three("kafka-leader-cut-off", "clients cannot reach the leader, other brokers can", (rig, random) -> {
                    TcpProxy proxy = rig.kafkaProxies().get(leaderIndex(rig, random));
                    proxy.weather(Weather.blackHole());
                    return proxy::heal;
                }),
                three("kafka-two-down", "two of three brokers hang: too few replicas in sync", (rig, random) -> {
                    List<Kafka> two = some(rig, random, 2);
                    two.forEach(ServerProcess::pause);
                    return () -> two.forEach(ServerProcess::resume);
                }),
                three("kafka-broker-wiped", "one broker is killed and comes back with an empty disk", (rig, random) -> {
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

    private static Fault weather(String name, String what, Weather weather) {
        return fault(name, what, (rig, random) -> {
            Consumer<TcpProxy> set = proxy -> proxy.weather(weather);
            rig.kafkaProxies().forEach(set);
            return () -> rig.kafkaProxies().forEach(TcpProxy::heal);
        });
    }

    private static Fault fault(String name, String what, Fault.Action action, Trait... traits) {
        return new Fault(name, what, Part.KAFKA, Set.copyOf(Arrays.asList(traits)), action);
    }

    private static Fault three(String name, String what, Fault.Action action) {
        return fault(name, what, action, Trait.THREE_BROKERS);
    }
}
