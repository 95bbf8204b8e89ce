package dev.seonchak.localstack;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A child process as its parent wrote it down, so that a later parent finds exactly this process.
 *
 * <p>A process id alone is not enough: it may belong to something else by now. Start time and program must agree too.
 */
record ChildRecord(String name, long pid, Instant startedAt, String program) {
    static final String SUFFIX = ".child";

    // The JDK derives start times from the boot time in whole seconds, which may be read one off by another JVM.
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

    void write(Path dir) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("pid", Long.toString(pid));
        properties.setProperty("startedAt", startedAt.toString());
        properties.setProperty("program", program);
        Path draft = dir.resolve(name + ".draft");
        try (Writer writer = Files.newBufferedWriter(draft)) {
            properties.store(writer, null);
        }
        Files.move(draft, dir.resolve(name + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Reads one record, or null if the file is not one (it is written atomically, so then it is not ours). */
    static @Nullable ChildRecord read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        String pid = properties.getProperty("pid");
        String startedAt = properties.getProperty("startedAt");
        String program = properties.getProperty("program");
        if (pid == null || startedAt == null || program == null) {
            return null;
        }
        return new ChildRecord(
                ServerJars.name(file).replace(SUFFIX, ""), Long.parseLong(pid), Instant.parse(startedAt), program);
    }

    /** The process, if it still runs and is the one written down. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
    }

    private boolean isSame(ProcessHandle handle) {
        ProcessHandle.Info info = handle.info();
        boolean sameStart = info.startInstant()
                .map(start -> Duration.between(start, startedAt).abs().compareTo(CLOCK_SLACK) <= 0)
                .orElse(false);
        // A program whose file was deleted since is reported as "<path> (deleted)".
        return sameStart
                && info.command()
                        .map(command -> command.replace(" (deleted)", "").equals(program))
                        .orElse(false);
    }
}
