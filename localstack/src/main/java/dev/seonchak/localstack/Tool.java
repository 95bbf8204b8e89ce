package dev.seonchak.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program that runs to its end and whose output matters only if it fails. */
final class Tool {
    private Tool() {}

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
