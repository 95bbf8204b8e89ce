package dev.seonchak.lab.watch;

import dev.seonchak.lab.process.CpuMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux says of a process; NaN where it cannot be known: gone, another user's, or no Linux. */
record ProcFiles(double rssBytes, double threads, double fds, double cpuSeconds) {
    private static final int BYTES_PER_KIB = 1024;

    /** Whether this machine has a {@code /proc} to read. */
    static boolean readable() {
        return Files.isReadable(Path.of("/proc/self/stat"));
    }

    static ProcFiles of(long pid) {
        Path dir = Path.of("/proc", Long.toString(pid));
        double rss = Double.NaN;
        double threads = Double.NaN;
        try {
            for (String line : Files.readAllLines(dir.resolve("status"))) {
                if (line.startsWith("VmRSS:")) {
                    rss = number(line) * BYTES_PER_KIB;
                } else if (line.startsWith("Threads:")) {
                    threads = number(line);
                }
            }
        } catch (IOException gone) {
            // NaN says it.
        }
        return new ProcFiles(rss, threads, fds(dir.resolve("fd")), CpuMeter.cpuS(pid));
    }

    private static double number(String line) {
        return Double.parseDouble(line.replaceAll("\\D", ""));
    }

    private static double fds(Path dir) {
        try {
            // Newer kernels tell the count as the directory's size; counting thousands of entries costs milliseconds.
            long size = Files.size(dir);
            if (size > 0) {
                return size;
            }
            try (Stream<Path> entries = Files.list(dir)) {
                return entries.count();
            }
        } catch (IOException gone) {
            return Double.NaN;
        }
    }

    /** A process that has ended but was not reaped yet has no memory: it counts as gone. */
    boolean there() {
        return !Double.isNaN(rssBytes);
    }
}
