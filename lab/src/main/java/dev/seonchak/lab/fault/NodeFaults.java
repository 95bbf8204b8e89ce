package dev.seonchak.lab.fault;

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
                api("api-kill", "a node that issues is killed and comes back", (rig, random) -> {
                    Service one = one(rig.apis(), random);
                    one.kill();
                    return one::start;
                }),
                api(
                        "api-stop",
                        "a node that issues hangs (SIGSTOP), as in a long pause of its JVM or host",
                        (rig, random) -> {
                            Service one = one(rig.apis(), random);
                            one.pause();
                            return one::resume;
                        }),
                api("api-all-kill", "every node that issues is killed and comes back", (rig, random) -> {
                    rig.apis().forEach(ServerProcess::kill);
                    return () -> Rig.inParallel(rig.apis(), ServerProcess::start);
                }),
                api("api-roll", "a node that issues is stopped in order and started again", (rig, random) -> {
                    Service one = one(rig.apis(), random);
                    one.stop();
                    return one::start;
                }),
                new Fault(
                        "node-joins", "one more node joins and is killed again", Part.API, Set.of(), (rig, random) -> {
                            Thread start =
                                    Thread.startVirtualThread(() -> rig.spare().start());
                            return () -> {
                                start.join();
                                rig.spare().kill();
                            };
                        }),
                clock("clock-ahead", "the clock of a node that issues jumps an hour ahead", Duration.ofHours(1)),
                clock("clock-behind", "the clock of a node that issues jumps an hour back", Duration.ofHours(-1)),
                recorder("recorder-kill", "a recorder is killed and comes back", (rig, random) -> {
                    Service one = one(rig.recorders(), random);
                    one.kill();
                    return one::start;
                }),
                recorder("recorder-all-kill", "every recorder is killed and comes back", (rig, random) -> {
                    rig.recorders().forEach(ServerProcess::kill);
                    return () -> Rig.inParallel(rig.recorders(), ServerProcess::start);
                }),
                recorder("recorder-stop", "a recorder hangs (SIGSTOP)", (rig, random) -> {
                    Service one = one(rig.recorders(), random);
                    one.pause();
                    return one::resume;
                }),
                recorder("recorder-storm", "recorders leave and join all the time (rebalances)", NodeFaults::storm),
                everything("servers-stop", "Redis, Kafka and MySQL all hang (SIGSTOP)", (rig, random) -> {
                    rig.servers().forEach(ServerProcess::pause);
                    return () -> rig.servers().forEach(ServerProcess::resume);
                }),
                everything(
                        "power-cut",
                        "every process, servers and nodes, is killed and comes back",
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

    private static Fault clock(String name, String what, Duration offset) {
        return new Fault(name, what, Part.API, Set.of(Trait.FAKE_CLOCK), (rig, random) -> {
            rig.clock().orElseThrow().set(offset);
            return () -> rig.clock().orElseThrow().set(Duration.ZERO);
        });
    }

    private static Fault api(String name, String what, Fault.Action action) {
        return new Fault(name, what, Part.API, Set.of(Trait.CLIENTS_LOSE_THEIR_NODE), action);
    }

    private static Fault recorder(String name, String what, Fault.Action action) {
        return new Fault(name, what, Part.RECORDER, Set.of(), action);
    }

    private static Fault everything(String name, String what, Fault.Action action, Trait... traits) {
        return new Fault(name, what, Part.EVERYTHING, Set.copyOf(Arrays.asList(traits)), action);
    }
}
