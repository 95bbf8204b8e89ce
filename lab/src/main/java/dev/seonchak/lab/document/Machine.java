package dev.seonchak.lab.document;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a test ran on, without which no number of it says anything. */
final class Machine {

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    private Machine() {}

    static JsonObject json() {
        JsonObject machine = new JsonObject()
                .put("cpus", Runtime.getRuntime().availableProcessors())
                .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("java", System.getProperty("java.version"));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os) {
            machine.put("memoryBytes", os.getTotalMemorySize());
        }
        try (Stream<String> lines = Files.lines(CPUINFO)) {
            lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .ifPresent(line -> machine.put(
                            "cpuModel", line.substring(line.indexOf(':') + 1).strip()));
        } catch (IOException noProc) {
            // Not a Linux: the model stays unsaid.
        }
        return machine;
    }
}
