package dev.seonchak.lab.loadtest;

import dev.seonchak.localstack.Tool;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The k6 of this machine. It runs the project's script and tells every sample on its standard output, which is read while it
 * runs; no file of them is ever written.
 */
public final class K6 {

    private static final Pattern VERSION = Pattern.compile("v(\\d[\\w.+-]*)");
    private static final int READ_BUFFER = 1 << 20;

    /** How a run of k6 ended. */
    public enum End {
        /** All of its thresholds held. */
        HELD,
        /** It ran to its end; a threshold did not hold. */
        CROSSED,
        /** It did not run to its end. */
        BROKEN
    }

    private static final int THRESHOLDS_CROSSED = 99;

    private final Path program;
    private final String version;

    private K6(Path program, String version) {
        this.program = program;
        this.version = version;
    }

    /**
     * Finds it: the variable K6, the PATH, where {@code go install} puts programs.
     *
     * @throws K6Missing where there is none
     */
    public static K6 find() throws IOException {
        Stream<Path> places = Stream.of(
                        Optional.ofNullable(System.getenv("K6")).map(Path::of),
                        Tool.find("k6"),
                        Optional.of(Path.of(System.getProperty("user.home", ""), "go", "bin", "k6")))
                .flatMap(Optional::stream);
        Path program = places.filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(K6Missing::new);
        return new K6(program, version(program));
    }

    private static String version(Path program) throws IOException {
        Process process = new ProcessBuilder(program.toString(), "version")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher version = VERSION.matcher(said);
        return version.find() ? version.group(1) : "of unknown version";
    }

    /** Such as {@code 1.8.1}. */
    public String version() {
        return version;
    }

    /**
     * Runs a test to its end. Interrupted, it stops k6.
     *
     * @param script what to run
     * @param variables of the script
     * @param influx where k6 sends its samples too; null for nowhere
     * @param log where its own messages go
     * @param pid told the process once it runs
     * @param line is given every sample, a line of k6's CSV; on this thread
     */
    public End run(
            Path script,
            Map<String, String> variables,
            @Nullable InfluxTarget influx,
            Path log,
            LongConsumer pid,
            Consumer<String> line)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command(script, variables, influx != null))
                .redirectError(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment()
                .putAll(Map.of(
                        "K6_CSV_TIME_FORMAT", "unix_nano",
                        "K6_CSV_SAVE_INTERVAL", "250ms",
                        // Collects garbage a quarter as often: CPU that the service on the same machine needs.
                        "GOGC", "400",
                        "K6_NO_USAGE_REPORT", "true",
                        "K6_AUTO_EXTENSION_RESOLUTION", "false"));
        if (influx != null) {
            builder.environment().putAll(influx.variables());
        }
        Process process = builder.start();
        // A person who ends the test wants k6 to end with it.
        Thread atExit = new Thread(process::destroy, "k6-end");
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            pid.accept(process.pid());
            try (var lines = new BufferedReader(
                    new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8), READ_BUFFER)) {
                for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                    line.accept(text);
                }
            }
            return switch (process.waitFor()) {
                case 0 -> End.HELD;
                case THRESHOLDS_CROSSED -> End.CROSSED;
                default -> End.BROKEN;
            };
        } finally {
            process.destroy();
            removeHook(atExit);
        }
    }

    private List<String> command(Path script, Map<String, String> variables, boolean influx) {
        List<String> command =
                new ArrayList<>(List.of(program.toString(), "run", "--quiet", "--no-color", "--address", ""));
        command.addAll(List.of("--out", "csv=-"));
        if (influx) {
            command.addAll(List.of("--out", "influxdb"));
        }
        variables.forEach((name, value) -> command.addAll(List.of("-e", name + "=" + value)));
        command.add(script.toString());
        return command;
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException exiting) {
            // The JVM is ending: the hook runs already.
        }
    }
}
