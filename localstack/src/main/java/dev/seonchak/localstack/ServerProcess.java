package dev.seonchak.localstack;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A server that runs as a child process: started, stopped, killed, paused, and started again on the same data and port.
 *
 * <p>All methods may be called from any thread; calls on one server wait for each other.
 */
public abstract sealed class ServerProcess permits Redis, Kafka, MySql, Service, InfluxDb, Prometheus {
    private static final long POLL_MS = 20;
    private static final long READY_WITHIN_MS = 90_000;
    private static final long STOP_WITHIN_MS = 30_000;
    private static final int LOG_LINES = 15;
    private static final int LOG_TAIL_BYTES = 16_384;

    private final String name;
    private final int port;
    private final DataDir home;
    private final Progress progress;

    private @Nullable Process process;
    private @Nullable SmallDisk disk;
    private boolean paused;

    ServerProcess(String name, int port, DataDir home, Progress progress) {
        this.name = name;
        this.port = port;
        this.home = home;
        this.progress = progress;
    }

    /** What to run: the program with its arguments, and what to add to the environment. */
    record Launch(List<String> command, Map<String, String> environment) {}

    /** Makes data and configuration ready; called before every start. */
    abstract Launch prepare() throws IOException;

    /** Asks the server, by its own protocol, whether it is ready; an exception means not yet. */
    abstract boolean answers() throws IOException;

    /** Where clients find it, such as {@code redis://127.0.0.1:16379}. */
    public abstract String url();

    /** What it is called on the terminal and in log file names. */
    public final String name() {
        return name;
    }

    /** Its port on 127.0.0.1. */
    public final int port() {
        return port;
    }

    /** The file that everything it prints is appended to. */
    public final Path log() {
        return home.logs().resolve(fileName() + ".log");
    }

    /** The process id of the latest start, also after it ended. */
    public final synchronized long pid() {
        if (process == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return process.pid();
    }

    /** Whether the process runs; a paused one does. */
    public final synchronized boolean alive() {
        return process != null && process.isAlive();
    }

    /** Completes with the exit code when the process of the latest start has ended, for whatever reason. */
    public final synchronized CompletableFuture<Integer> exit() {
        if (process == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Starts it and waits until it answers; a server that already runs is left alone. */
    public final synchronized void start() {
        if (alive()) {
            return;
        }
        try {
            requireOpen();
            Launch launch = prepare();
            requireOpen();
            process = spawn(launch);
            paused = false;
            awaitReady();
        } catch (IOException e) {
            throw new LocalStackException(
                    "Cannot start " + name + " (" + e + "): is " + home.root() + " writable, with room left?", e);
        }
    }

    /** Stops it in an orderly way: it saves what it has and closes its files. Paused: it is resumed first. */
    public final synchronized void stop() {
        Process running = process;
        if (running == null || !running.isAlive()) {
            home.forget(name);
            return;
        }
        running.destroy();
        resume();
        if (!Waits.ended(running, STOP_WITHIN_MS)) {
            progress.step(name, "does not stop within " + STOP_WITHIN_MS / 1000 + " s: killing it");
            running.destroyForcibly();
            Waits.exit(running);
        }
        home.forget(name);
    }

    /** Kills it (SIGKILL) and waits until it is gone; what it had not written to its files is lost. */
    public final synchronized void kill() {
        Process running = process;
        if (running != null && running.isAlive()) {
            running.destroyForcibly();
            Waits.exit(running);
        }
        paused = false;
        home.forget(name);
    }

    /** Stops it if it runs, and starts it on the same data and port. */
    public final synchronized void restart() {
        stop();
        start();
    }

    /** Freezes it (SIGSTOP): connections stay open, nothing is answered. */
    public final synchronized void pause() {
        Signal.STOP.send(pid());
        paused = true;
    }

    /** Lets a paused one go on (SIGCONT). */
    public final synchronized void resume() {
        if (paused) {
            Signal.CONT.send(pid());
            paused = false;
        }
    }

    /**
     * Deletes its data, so that the next start begins with none; a service has none. A process that dies in the middle
     * leaves them whole or gone.
     *
     * @throws IllegalStateException if it runs
     */
    public final synchronized void wipe() {
        if (alive()) {
            throw new IllegalStateException(name + " runs: stop or kill it before its data are wiped");
        }
        try {
            DataDir.discard(folder(dataName()));
        } catch (IOException e) {
            throw new LocalStackException(
                    "Cannot wipe the data of " + name + " (" + e + "): remove " + folder(dataName()) + " by hand.", e);
        }
    }

    /** The small disk that its data lie on, if the stack was started with one for it. */
    public final synchronized Optional<SmallDisk> disk() {
        return Optional.ofNullable(disk);
    }

    /** Before the first start: its data shall lie there. */
    final synchronized void placeOn(SmallDisk small) {
        disk = small;
    }

    /** The last lines of the log, for a person to read. */
    public final String logTail() {
        try {
            byte[] bytes = Files.readAllBytes(log());
            int from = Math.max(0, bytes.length - LOG_TAIL_BYTES);
            List<String> lines = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    final DataDir home() {
        return home;
    }

    final Progress progress() {
        return progress;
    }

    final String fileName() {
        return name.toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    /** What its data are called below the directory where they lie. */
    String dataName() {
        return fileName();
    }

    /** A directory for its data, which may not exist yet. */
    final synchronized Path folder(String of) {
        return (disk == null ? home.root() : disk.dir()).resolve(of);
    }

    private Process spawn(Launch launch) throws IOException {
        Path program = Path.of(launch.command().getFirst()).toRealPath();
        List<String> command = new ArrayList<>(Detached.prefix());
        command.addAll(launch.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.root().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putAll(launch.environment());
        Process started = builder.start();
        home.remember(new ChildRecord(
                name, started.pid(), started.info().startInstant().orElseGet(Instant::now), program.toString()));
        return started;
    }

    /** Waits until it answers; it must have been started. */
    final synchronized void awaitReady() {
        Process started = Objects.requireNonNull(process);
        long startNanos = System.nanoTime();
        while (!ready()) {
            requireOpen();
            if (Waits.ended(started, POLL_MS)) {
                home.forget(name);
                throw new LocalStackException(name + " ended with exit code " + started.exitValue()
                        + " instead of starting. The end of " + log() + ":\n" + logTail());
            }
            if (Duration.ofNanos(System.nanoTime() - startNanos).toMillis() > READY_WITHIN_MS) {
                kill();
                throw new LocalStackException(name + " was not ready within " + READY_WITHIN_MS / 1000
                        + " s. The end of " + log() + ":\n" + logTail());
            }
        }
    }

    private void requireOpen() {
        if (home.sealed()) {
            throw new LocalStackException(name + " is not started: its stack is closing. Start another one.");
        }
    }

    private boolean ready() {
        try {
            return answers();
        } catch (IOException notYet) {
            return false;
        }
    }

    static List<String> words(String... words) {
        return new ArrayList<>(Arrays.asList(words));
    }

    /** The program of the JVM that runs this code. */
    static String java() {
        return Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java")
                .toString();
    }
}
