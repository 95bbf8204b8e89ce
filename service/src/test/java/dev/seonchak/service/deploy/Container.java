package dev.seonchak.service.deploy;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An image at work without a container engine: its own entry point on its own unpacked files, with nothing of this machine but
 * the JVM. The environment is empty except for what it is given.
 */
final class Container implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Listening on [^ ]+:(\\d+) as");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path out;

    private Container(Process process, Path out) {
        this.process = process;
        this.out = out;
    }

    /**
     * As {@code docker run image arguments…}.
     *
     * @param root the unpacked files, whose class path has been led there ({@link #settle})
     */
    static Container run(Image image, Path root, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> words = Stream.concat(
                        image.configured("Entrypoint"),
                        arguments.length == 0 ? image.configured("Cmd") : Stream.of(arguments))
                .map(word -> word.replace("@/", "@" + root + "/"))
                .toList();
        if (!words.getFirst().equals("java")) {
            throw new IllegalArgumentException("not the JVM of the base image: " + words);
        }
        var command = new ArrayList<>(words);
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Path out = Files.createTempFile(root, "container", ".out");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile());
        builder.redirectError(Path.of(out + ".err").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Container(builder.start(), out);
    }

    /** Leads the paths of the class path, which begin at the container's root, to a folder. */
    static void settle(Path root) throws IOException {
        Path classPath = root.resolve("app/jib-classpath-file");
        Files.writeString(classPath, Files.readString(classPath).replace("/app/", root + "/app/"));
    }

    /** The port that it says it listens on. */
    int port() {
        return await().atMost(PATIENCE).until(this::portIfListening, port -> port > 0);
    }

    private int portIfListening() {
        if (!process.isAlive()) {
            throw new IllegalStateException("it ended with " + process.exitValue() + ": " + out() + err());
        }
        Matcher found = LISTENING.matcher(out());
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(Path.of(out + ".err"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end and says its exit code. */
    int awaitEnd() throws InterruptedException {
        return awaitEnd(PATIENCE);
    }

    /** As {@code docker stop}: SIGTERM, and then waits as long as the compose file does. */
    int stop(Duration grace) throws InterruptedException {
        process.destroy();
        return awaitEnd(grace);
    }

    private int awaitEnd(Duration atMost) throws InterruptedException {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("it still runs: " + out() + err());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
