package dev.seonchak.localstack;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A program that runs to its end and whose output matters only if it fails. */
public final class Tool {
    private Tool() {}

    /** Where a program of this name is on the {@code PATH}. */
    public static Optional<Path> find(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(dir -> !dir.isEmpty())
                .map(dir -> Path.of(dir, program))
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A sentence on a program that is not on the {@code PATH}; empty where it is. */
    static Optional<String> obstacle(String server, String program, String debianPackage) {
        return find(program).isPresent()
                ? Optional.empty()
                : Optional.of(server + " cannot run: there is no " + program
                        + " on the PATH (Debian, Ubuntu: apt-get install " + debianPackage + ")");
    }

    static Path require(String server, String program, String debianPackage) {
        return find(program)
                .orElseThrow(() -> new LocalStackException(
                        obstacle(server, program, debianPackage).orElse(server + " cannot run")));
    }

    /** What a tool printed, and how it ended. */
    record Result(int exit, String output) {}

    static Result tryRun(List<String> command, InputStream input) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread feeder = Thread.ofVirtual().start(() -> {
            try (var out = process.getOutputStream()) {
                input.transferTo(out);
            } catch (IOException ended) {
                // It stopped reading: its exit code and output say why.
            }
        });
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = Waits.exit(process);
        feeder.interrupt();
        return new Result(exit, output);
    }

    static void run(String server, List<String> command) throws IOException {
        run(server, command, InputStream.nullInputStream());
    }

    static void run(String server, List<String> command, InputStream input) throws IOException {
        Result result = tryRun(command, input);
        if (result.exit() != 0) {
            throw new LocalStackException(server + " could not be set up; " + command.getFirst() + " ended with "
                    + result.exit() + " and said:\n" + result.output());
        }
    }
}
