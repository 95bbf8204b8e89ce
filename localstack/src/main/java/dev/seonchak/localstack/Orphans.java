package dev.seonchak.localstack;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Children whose parent was killed: found by their records, asked to stop, and stopped by force if they do not. */
final class Orphans {
    private static final long PATIENCE_MS = 15_000;

    // Whatever uses the servers goes before them; the servers themselves in the order of Stack.close().
    private static final List<String> SERVERS_LAST =
            List.of(RedisReplica.NAME, "MySQL", "MariaDB", "Kafka", "Kafka 1", "Kafka 2", "Kafka 3", "Redis");

    private Orphans() {}

    static void stop(List<ChildRecord> records, Progress progress) {
        List<ChildRecord> inOrder = records.stream()
                .sorted((a, b) -> Integer.compare(SERVERS_LAST.indexOf(a.name()), SERVERS_LAST.indexOf(b.name())))
                .toList();
        for (ChildRecord child : inOrder) {
            Optional<ProcessHandle> process = child.process();
            if (process.isPresent()) {
                progress.step(child.name(), "stopping process " + child.pid() + ", left over from a killed run");
                stop(process.get());
            }
        }
    }

    private static void stop(ProcessHandle process) {
        process.destroy();
        // One that was paused sees the request only when it runs again.
        Signal.CONT.send(process.pid());
        if (!ended(process)) {
            process.destroyForcibly();
            if (!ended(process)) {
                throw new LocalStackException("Process " + process.pid()
                        + ", left over from a killed run, does not end: stop it by hand (kill -9 " + process.pid()
                        + ").");
            }
        }
    }

    private static boolean ended(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            throw Waits.interrupted(e);
        }
    }
}
