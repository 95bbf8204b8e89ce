package dev.seonchak.lab.watch;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;

/**
 * The time series of all nodes, by node and metric. A metric's name is as {@code /metrics} has it, labels included:
 * {@code hikaricp_connections_pending{pool="mysql"}}.
 *
 * <p>It may be read while it is written. A series that has reached its bound loses every second of its values, so a
 * long recording becomes coarser, the older the coarser, and never larger.
 */
public final class Recording {
    /** 1 when the node answered, 0 when it did not: one value for each attempt. */
    public static final String UP = "up";
    /** 1 while a process that is no node runs, or is paused; 0 when it is gone. */
    public static final String THERE = "proc_there";
    /** Of {@code /proc}: resident memory in bytes. */
    public static final String RSS_BYTES = "proc_rss_bytes";
    /** Of {@code /proc}: threads. */
    public static final String THREADS = "proc_threads";
    /** Of {@code /proc}: open files and sockets. */
    public static final String FDS = "proc_fds";
    /** Of {@code /proc}: CPU seconds since the process began; a counter. */
    public static final String CPU_SECONDS = "proc_cpu_seconds";
    /** The process id that the values are of. */
    public static final String PID = "proc_pid";
    /** The nodes' {@code jvm_memory_used_bytes} over all areas. */
    public static final String JVM_MEMORY_BYTES = "jvm_memory_used_bytes";

    /** How many values a series holds, at most: seven hours of four a second. */
    public static final int MAX_VALUES = 100_000;

    private static final int FIRST_CAPACITY = 256;

    /** A series that grows. */
    private static final class Column {
        long[] timesMs = new long[FIRST_CAPACITY];
        double[] values = new double[FIRST_CAPACITY];
        int size;

        void add(long ms, double value) {
            if (size == MAX_VALUES) {
                thin();
            } else if (size == timesMs.length) {
                int capacity = Math.min(2 * size, MAX_VALUES);
                timesMs = Arrays.copyOf(timesMs, capacity);
                values = Arrays.copyOf(values, capacity);
            }
            // The wall clock may be set back; the order of reading is kept.
            timesMs[size] = size == 0 ? ms : Math.max(ms, timesMs[size - 1]);
            values[size++] = value;
        }

        private void thin() {
            for (int i = 0; i < size / 2; i++) {
                timesMs[i] = timesMs[2 * i];
                values[i] = values[2 * i];
            }
            size /= 2;
        }

        Series copy() {
            return new Series(Arrays.copyOf(timesMs, size), Arrays.copyOf(values, size));
        }
    }

    private final Map<String, Map<String, Column>> nodes = new TreeMap<>();

    /** Adds one value, read at an instant of the wall clock. */
    public synchronized void add(String node, String metric, long ms, double value) {
        nodes.computeIfAbsent(node, n -> new TreeMap<>())
                .computeIfAbsent(metric, m -> new Column())
                .add(ms, value);
    }

    /** Nodes and other processes of which something was read, in order of their names. */
    public synchronized List<String> nodes() {
        return List.copyOf(nodes.keySet());
    }

    /** The metrics of a node, labels included, in order. */
    public synchronized List<String> metrics(String node) {
        return List.copyOf(nodes.getOrDefault(node, Map.of()).keySet());
    }

    /** A node's metrics of that name, with any labels or none. */
    public List<String> metrics(String node, String name) {
        return metrics(node).stream()
                .filter(m -> m.equals(name) || m.startsWith(name + "{"))
                .toList();
    }

    /** One series as it is now; {@link Series#EMPTY} when nobody reported it. */
    public synchronized Series series(String node, String metric) {
        Column column = nodes.getOrDefault(node, Map.of()).get(metric);
        return column == null ? Series.EMPTY : column.copy();
    }

    /**
     * The first instant from {@code afterMs} on at which the recorders had nothing left to record, and then for a
     * second: every partition has an owner that answers, and no owner lags.
     *
     * @param freshMs how old a value may be to be believed; twice the sampling interval is reasonable
     * @return milliseconds of the wall clock; empty: not seen (yet)
     */
    public OptionalLong lagZeroAt(long afterMs, long freshMs) {
        return new RecorderLag(this, freshMs).zeroAt(afterMs);
    }

    /**
     * The highest that the recorders' lag together was from one instant to another, both included and in milliseconds of
     * the wall clock, by what is recorded now. NaN where it is unknown all the time: some partition has no owner that answers.
     *
     * @param freshMs how old a value may be to be believed
     */
    public ToDoubleBiFunction<Long, Long> highestLag(long freshMs) {
        return new RecorderLag(this, freshMs)::highest;
    }
}
