package dev.seonchak.lab.process;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * CPU time that processes use between two instants: other processes from {@code /proc/<pid>/stat}, in ticks of 10 ms,
 * this one from the JVM. A process that is gone at the end reads as NaN: unknown, never zero.
 */
public final class CpuMeter {
    /** The name under which this process is reported. */
    public static final String SELF = "generator";
    /** The calling thread's share of {@link #SELF}: what is left is compiler, collector and progress. */
    public static final String THREAD = "its-load-thread";

    // USER_HZ, the unit of /proc/<pid>/stat, is 100 on every Linux that runs a JVM.
    private static final double TICKS_PER_S = 100;
    private static final double NS_PER_S = 1e9;
    // Field numbers of proc(5), counted from the state, which is the first one after the name.
    private static final int UTIME_AFTER_NAME = 11;
    private static final int STIME_AFTER_NAME = 12;

    private final Map<String, Long> pids;
    private final Map<String, Double> startS = new LinkedHashMap<>();
    private final OperatingSystemMXBean self = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** A meter of the named processes and of this one. */
    public CpuMeter(Map<String, Long> pids) {
        this.pids = new LinkedHashMap<>(pids);
    }

    /** Opens the window, on the same thread that will close it. */
    public void start() {
        startS.putAll(now());
    }

    /** Closes the window: CPU seconds by name since {@link #start()}, NaN where it cannot be known. */
    public Map<String, Double> stop() {
        Map<String, Double> used = new LinkedHashMap<>();
        now().forEach((name, atS) -> used.put(name, atS - startS.getOrDefault(name, Double.NaN)));
        return used;
    }

    private Map<String, Double> now() {
        Map<String, Double> atS = new LinkedHashMap<>();
        atS.put(SELF, self.getProcessCpuTime() / NS_PER_S);
        atS.put(THREAD, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / NS_PER_S);
        pids.forEach((name, pid) -> atS.put(name, cpuS(pid)));
        return atS;
    }

    /** CPU seconds of a process since its start, or NaN when there is no such process. */
    public static double cpuS(long pid) {
        try {
            return cpuS(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        } catch (IOException e) {
            // No such process, or it ended between opening and reading.
            return Double.NaN;
        }
    }

    static double cpuS(String stat) {
        // The name is in parentheses and may hold blanks and parentheses itself.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[UTIME_AFTER_NAME]) + Long.parseLong(fields[STIME_AFTER_NAME])) / TICKS_PER_S;
    }
}
