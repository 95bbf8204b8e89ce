package dev.seonchak.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LeftoversTest {
    /** A test run that is killed while its stack runs. */
    static final class Doomed {
        private Doomed() {}

        public static void main(String[] args) {
            StackOptions options = StackOptions.forTests();
            try (Stack stack = Stack.start(SmallDisk.possible() ? options.withKafkaDisks(64) : options)) {
                System.out.println(stack.dataDir());
                new CompletableFuture<Void>().join();
            }
        }
    }

    @Test
    void servers_and_disks_of_a_killed_test_run_are_stopped_and_their_directory_is_deleted() throws IOException {
        String database = System.getProperty(StackOptions.DATABASE_PROPERTY, "auto");
        Process doomed = new ProcessBuilder(
                        ServerProcess.java(),
                        "-D" + StackOptions.DATABASE_PROPERTY + "=" + database,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Doomed.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = doomed.inputReader()) {
            Path dir = Path.of(output.readLine());
            List<ProcessHandle> servers = DataDir.records(dir.resolve("children")).stream()
                    .flatMap(child -> child.process().stream())
                    .toList();
            assertThat(servers).hasSize(3);
            assertThat(SmallDisk.mounted(dir)).hasSize(SmallDisk.possible() ? 1 : 0);

            Leftovers.sweep(dir.resolveSibling(Leftovers.PREFIX + "of-somebody-else"));
            assertThat(servers).as("their parent still lives").allMatch(ProcessHandle::isAlive);

            doomed.destroyForcibly();
            doomed.onExit().join();
            assertThat(servers).allMatch(ProcessHandle::isAlive);

            Leftovers.sweep(dir.resolveSibling(Leftovers.PREFIX + "of-somebody-else"));
            servers.forEach(server -> server.onExit().join());
            assertThat(dir).doesNotExist();
        } finally {
            doomed.destroyForcibly();
        }
    }
}
