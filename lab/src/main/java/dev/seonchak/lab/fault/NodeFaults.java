package dev.seonchak.lab.fault;

import dev.seonchak.core.audit.Words;
import dev.seonchak.lab.fault.Fault.Part;
import dev.seonchak.lab.fault.Fault.Trait;
import dev.seonchak.lab.rig.Rig;
import dev.seonchak.localstack.ServerProcess;
import dev.seonchak.localstack.Service;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/** What can happen to the nodes of the service itself, and to everything at once. */
final class NodeFaults {
    private static final int STORM_PAUSE_MS = 200;

    private NodeFaults() {}

    static List<Fault> all() {
        return List.of(
                api(
                        "api-kill",
                        new Words("a node that issues is killed and comes back", "발급 노드 하나가 죽었다가 돌아옴"),
                        (rig, random) -> {
                            Service one = one(rig.apis(), random);
                            one.kill();
                            return one::start;
                        }),
                api(
                        "api-stop",
                        new Words(
                                "a node that issues hangs (SIGSTOP), as in a long pause of its JVM or host",
                                "발급 노드 하나가 멈춤 (SIGSTOP), JVM이나 호스트가 오래 멈출 때처럼"),
                        (rig, random) -> {
                            Service one = one(rig.apis(), random);
                            one.pause();
                            return one::resume;
                        }),
                api(
                        "api-all-kill",
                        new Words("every node that issues is killed and comes back", "모든 발급 노드가 죽었다가 돌아옴"),
                        (rig, random) -> {
                            rig.apis().forEach(ServerProcess::kill);
                            return () -> Rig.inParallel(rig.apis(), ServerProcess::start);
                        }),
                api(
                        "api-roll",
                        new Words(
                                "a node that issues is stopped in order and started again",
                                "발급 노드 하나를 정상 종료했다가 다시 시작함"),
                        (rig, random) -> {
                            Service one = one(rig.apis(), random);
                            one.stop();
                            return one::start;
                        }),
                new Fault(
                        "node-joins",
                        new Words("one more node joins and is killed again", "노드 하나가 더 들어왔다가 죽음"),
                        Part.API,
                        Set.of(),
                        (rig, random) -> {
                            Thread start =
                                    Thread.startVirtualThread(() -> rig.spare().start());
                            return () -> {
                                start.join();
                                rig.spare().kill();
                            };
                        }),
                clock(
                        "clock-ahead",
                        new Words("the clock of a node that issues jumps an hour ahead", "발급 노드 하나의 시계가 한 시간 앞으로 뜀"),
                        Duration.ofHours(1)),
                clock(
                        "clock-behind",
                        new Words("the clock of a node that issues jumps an hour back", "발급 노드 하나의 시계가 한 시간 뒤로 뜀"),
                        Duration.ofHours(-1)),
                recorder(
                        "recorder-kill",
                        new Words("a recorder is killed and comes back", "기록기 하나가 죽었다가 돌아옴"),
                        (rig, random) -> {
                            Service one = one(rig.recorders(), random);
                            one.kill();
                            return one::start;
                        }),
                recorder(
                        "recorder-all-kill",
                        new Words("every recorder is killed and comes back", "모든 기록기가 죽었다가 돌아옴"),
                        (rig, random) -> {
                            rig.recorders().forEach(ServerProcess::kill);
                            return () -> Rig.inParallel(rig.recorders(), ServerProcess::start);
                        }),
                recorder(
                        "recorder-stop",
                        new Words("a recorder hangs (SIGSTOP)", "기록기 하나가 멈춤 (SIGSTOP)"),
                        (rig, random) -> {
                            Service one = one(rig.recorders(), random);
                            one.pause();
                            return one::resume;
                        }),
                recorder(
                        "recorder-storm",
                        new Words("recorders leave and join all the time (rebalances)", "기록기가 계속 나갔다 들어옴 (리밸런스)"),
                        NodeFaults::storm),
                everything(
                        "servers-stop",
                        new Words("Redis, Kafka and MySQL all hang (SIGSTOP)", "Redis, Kafka, MySQL이 모두 멈춤 (SIGSTOP)"),
                        (rig, random) -> {
                            rig.servers().forEach(ServerProcess::pause);
                            return () -> rig.servers().forEach(ServerProcess::resume);
                        }),
                everything(
                        "power-cut",
                        new Words(
                                "every process, servers and nodes, is killed and comes back",
                                "서버와 노드의 모든 프로세스가 죽었다가 돌아옴"),
                        (rig, random) -> {
                            rig.nodes().forEach(ServerProcess::kill);
                            rig.servers().forEach(ServerProcess::kill);
                            return () -> {
                                Rig.inParallel(rig.servers(), ServerProcess::start);
                                Rig.inParallel(rig.nodes(), ServerProcess::start);
                            };
                        },
                        Trait.CLIENTS_LOSE_THEIR_NODE));
    }

    private static Fault.Undo storm(Rig rig, RandomGenerator random) {
        AtomicBoolean stop = new AtomicBoolean();
        // A stopped member comes back while the other one leaves, so that the group is hardly ever at rest.
        Thread thread = Thread.startVirtualThread(() -> {
            int turn = 0;
            while (!stop.get()) {
                Service one = rig.recorders().get(turn++ % rig.recorders().size());
                one.stop();
                one.start();
                pause();
            }
        });
        return () -> {
            stop.set(true);
            thread.join();
        };
    }

    private static void pause() {
        try {
            Thread.sleep(STORM_PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Service one(List<Service> nodes, RandomGenerator random) {
        return nodes.get(random.nextInt(nodes.size()));
    }

    private static Fault clock(String name, Words what, Duration offset) {
        return new Fault(name, what, Part.API, Set.of(Trait.FAKE_CLOCK), (rig, random) -> {
            rig.clock().orElseThrow().set(offset);
            return () -> rig.clock().orElseThrow().set(Duration.ZERO);
        });
    }

    private static Fault api(String name, Words what, Fault.Action action) {
        return new Fault(name, what, Part.API, Set.of(Trait.CLIENTS_LOSE_THEIR_NODE), action);
    }

    private static Fault recorder(String name, Words what, Fault.Action action) {
        return new Fault(name, what, Part.RECORDER, Set.of(), action);
    }

    private static Fault everything(String name, Words what, Fault.Action action, Trait... traits) {
        return new Fault(name, what, Part.EVERYTHING, Set.copyOf(Arrays.asList(traits)), action);
    }
}
