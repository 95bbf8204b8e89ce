package dev.seonchak.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakeClockTest {
    private static final long HOUR_MS = Duration.ofHours(1).toMillis();

    @TempDir
    private Path dir = Path.of(".");

    /** Prints both its clocks for every line it reads, and how long a timed wait really took. */
    static final class Clocks {
        private Clocks() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            while (System.in.read() > 0) {
                long before = System.nanoTime();
                Thread.sleep(20);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                synchronized (Clocks.class) {
                    Clocks.class.wait(20);
                }
                long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
                System.out.println(System.currentTimeMillis() + " " + System.nanoTime() + " " + waited);
            }
        }
    }

    /** One reading of the child's clocks, with that of our own. */
    private record Reading(long aheadMs, long nanos, long waitedMs) {}

    @Test
    void the_wall_clock_of_a_jvm_jumps_and_its_monotonic_clock_does_not() throws IOException, InterruptedException {
        Optional<FakeClock> found = FakeClock.find(dir.resolve("offset"));
        assumeTrue(found.isPresent(), "libfaketime is not installed");
        FakeClock clock = found.orElseThrow();
        ProcessBuilder builder = new ProcessBuilder(
                        ServerProcess.java(), "-cp", System.getProperty("java.class.path"), Clocks.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(clock.environment());
        Process child = builder.start();
        try (BufferedReader out = child.inputReader();
                Writer in = child.outputWriter()) {
            Reading first = read(in, out);
            assertThat(Math.abs(first.aheadMs())).isLessThan(HOUR_MS / 2);
            clock.set(Duration.ofHours(2));
            Reading ahead = awaitBeyond(in, out, HOUR_MS, 1);
            clock.set(Duration.ofHours(-2));
            Reading behind = awaitBeyond(in, out, HOUR_MS, -1);
            assertThat(ahead.nanos() - first.nanos()).isBetween(0L, TimeUnit.HOURS.toNanos(1));
            assertThat(behind.nanos() - ahead.nanos()).isBetween(0L, TimeUnit.HOURS.toNanos(1));
            for (Reading reading : new Reading[] {first, ahead, behind}) {
                assertThat(reading.waitedMs()).isGreaterThanOrEqualTo(50);
            }
        } finally {
            child.destroyForcibly();
            child.waitFor();
            FakeClock.removeTraces(child.pid());
        }
        try (Stream<Path> shared = Files.list(Path.of("/dev/shm"))) {
            assertThat(shared.map(Path::toString)).noneMatch(file -> file.endsWith("_" + child.pid()));
        }
    }

    private static Reading awaitBeyond(Writer in, BufferedReader out, long aheadMs, int sign) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        Reading reading = read(in, out);
        while (reading.aheadMs() * sign < aheadMs) {
            assertThat(System.nanoTime() - deadline)
                    .as("the clock did not follow: %s", reading)
                    .isNegative();
            reading = read(in, out);
        }
        return reading;
    }

    private static Reading read(Writer in, BufferedReader out) throws IOException {
        in.write('\n');
        in.flush();
        String[] words = out.readLine().split(" ", -1);
        return new Reading(
                Long.parseLong(words[0]) - System.currentTimeMillis(),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]));
    }
}
