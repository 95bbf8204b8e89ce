package dev.seonchak.localstack;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A wall clock of a child process that can be set while it runs, by <a
 * href="https://github.com/wolfcw/libfaketime">libfaketime</a> where that is installed (Debian, Ubuntu: {@code apt-get
 * install libfaketime}). Its monotonic clock, and with it every timeout, stays true.
 *
 * <p>Older versions of the library keep two small files a process in shared memory, which a killed process leaves behind:
 * {@link #removeTraces} deletes them.
 */
public final class FakeClock {
    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final List<String> TRACES = List.of("faketime_shm_", "sem.faketime_sem_");
    private static final String LIBRARY = "faketime/libfaketime.so.1";

    private final Path library;
    private final Path offsetFile;

    private FakeClock(Path library, Path offsetFile) {
        this.library = library;
        this.offsetFile = offsetFile;
    }

    /** A clock that reads its offset from this file, at first none; empty if the library is not installed. */
    public static Optional<FakeClock> find(Path offsetFile) {
        return library().map(library -> {
            FakeClock clock = new FakeClock(library, offsetFile.toAbsolutePath());
            clock.set(Duration.ZERO);
            return clock;
        });
    }

    /** Whether the library is there. */
    public static boolean installed() {
        return library().isPresent();
    }

    private static Optional<Path> library() {
        if (!Files.isDirectory(LIBRARIES)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> dirs = Files.newDirectoryStream(LIBRARIES)) {
            for (Path dir : dirs) {
                if (Files.isRegularFile(dir.resolve(LIBRARY))) {
                    return Optional.of(dir.resolve(LIBRARY));
                }
            }
            return Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** What to add to the environment of a process, so that it goes by this clock. */
    public Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                offsetFile.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "DONT_FAKE_MONOTONIC",
                "1",
                // A cure for an old libc, with which every timed wait of a JVM would end at once or late.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0",
                // For versions that know it: nothing in shared memory.
                "FAKETIME_DISABLE_SHM",
                "1");
    }

    /** Sets it this far ahead of the true time, or behind if negative; seen within about a second. */
    public void set(Duration offset) {
        try {
            Path draft = Path.of(offsetFile + ".draft");
            Files.writeString(draft, String.format(Locale.ROOT, "%+.3f\n", offset.toMillis() / 1000.0));
            // Replaced at once: half a number would be another time.
            Files.move(draft, offsetFile, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LocalStackException(
                    "Cannot write " + offsetFile + " (" + e + "), so the clock was left as it was: is there room?", e);
        }
    }

    /** Deletes what the library keeps of a process that has ended; nothing there: nothing done. */
    public static void removeTraces(long pid) {
        try {
            for (String prefix : TRACES) {
                Files.deleteIfExists(SHARED_MEMORY.resolve(prefix + pid));
            }
        } catch (IOException e) {
            throw new LocalStackException(
                    "Cannot delete faketime's files of process " + pid + " in " + SHARED_MEMORY + " (" + e
                            + "): they are harmless.",
                    e);
        }
    }
}
