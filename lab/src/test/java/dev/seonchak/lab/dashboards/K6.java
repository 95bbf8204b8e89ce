package dev.seonchak.lab.dashboards;

import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** k6 itself, with {@code ops/k6/coupon-issue.js}. */
final class K6 {

    /** A threshold was crossed, which a run may well do here. */
    private static final int THRESHOLDS = 99;

    private K6() {}

    /** Where it is: on the {@code PATH}, or where {@code go install} puts it. */
    static Optional<Path> find() {
        Stream<Path> path = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(dir -> Path.of(dir, "k6"));
        Path go = Path.of(System.getProperty("user.home", ""), "go", "bin", "k6");
        return Stream.concat(path, Stream.of(go)).filter(Files::isExecutable).findFirst();
    }

    /** A sentence that says how to install it; empty where it is there. */
    static Optional<String> obstacle() {
        return find().isPresent()
                ? Optional.empty()
                : Optional.of("there is no k6 on the PATH nor in ~/go/bin (go install go.k6.io/k6@latest)");
    }

    /** Runs to the end, and gives k6's own summary. */
    static JsonObject run(String influxUrl, Map<String, String> options, Path dir)
            throws IOException, InterruptedException {
        Path summary = dir.resolve("summary.json");
        Path output = dir.resolve("k6.log");
        List<String> command = new ArrayList<>(
                List.of(find().orElseThrow().toString(), "run", "--quiet", "--out", "influxdb=" + influxUrl));
        command.addAll(List.of("-e", "SUMMARY=" + summary));
        options.forEach((name, value) -> command.addAll(List.of("-e", name + "=" + value)));
        command.add(Ops.ROOT.resolve("k6/coupon-issue.js").toString());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(Map.of("K6_NO_USAGE_REPORT", "true", "K6_AUTO_EXTENSION_RESOLUTION", "false"));
        int exit = builder.start().waitFor();
        if (exit != 0 && exit != THRESHOLDS) {
            throw new IllegalStateException("k6 ended with " + exit + ":\n" + Files.readString(output));
        }
        return new JsonObject(Files.readString(summary)).getJsonObject("metrics");
    }
}
