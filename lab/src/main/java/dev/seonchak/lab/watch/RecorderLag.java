package dev.seonchak.lab.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The recorders' lag together. A node reports a number for the partitions that it records and NaN for the others, so
 * the whole is known only while each partition has a number on some node that answers.
 */
final class RecorderLag {
    static final String METRIC = "seonchak_recorder_lag";
    static final long STAYS_MS = 1_000;

    /** A partition's lag as one node tells it, and whether that node answered. */
    private record Told(Series lag, Series up) {
        double at(long ms, long freshMs) {
            // A node that failed to answer owns nothing, however fresh its last word.
            return up.isEmpty() || up.at(ms) > 0 ? lag.at(ms, freshMs) : Double.NaN;
        }
    }

    private final Map<String, List<Told>> byPartition = new TreeMap<>();
    private final long freshMs;

    RecorderLag(Recording recording, long freshMs) {
        this.freshMs = freshMs;
        for (String node : recording.nodes()) {
            Series up = recording.series(node, Recording.UP);
            for (String metric : recording.metrics(node, METRIC)) {
                byPartition
                        .computeIfAbsent(PromText.label(metric, "partition"), p -> new ArrayList<>())
                        .add(new Told(recording.series(node, metric), up));
            }
        }
    }

    /** The sum at an instant; NaN: some partition has no owner, or no partition is known. */
    double at(long ms) {
        double sum = byPartition.isEmpty() ? Double.NaN : 0;
        for (List<Told> tellers : byPartition.values()) {
            sum += ofPartition(tellers, ms);
        }
        return sum;
    }

    /** The highest known sum from one instant to another; where nobody told anything meanwhile, that of the end. NaN: unknown. */
    double highest(long fromMs, long toMs) {
        return instants(fromMs, toMs).stream()
                .mapToDouble(this::at)
                .filter(lag -> !Double.isNaN(lag))
                .max()
                .orElseGet(() -> at(toMs));
    }

    private double ofPartition(List<Told> tellers, long ms) {
        double sum = Double.NaN;
        for (Told told : tellers) {
            double lag = told.at(ms, freshMs);
            if (!Double.isNaN(lag)) {
                sum = Double.isNaN(sum) ? lag : sum + lag;
            }
        }
        return sum;
    }

    /** The first instant from {@code afterMs} on at which it is 0 and stays so for {@link #STAYS_MS}. */
    OptionalLong zeroAt(long afterMs) {
        long sinceMs = -1;
        long beforeMs = -1;
        for (long ms : instants(afterMs, Long.MAX_VALUE)) {
            // Comparing with 0 is false for NaN: an unknown lag is no lag of 0.
            boolean zero = at(ms) == 0;
            boolean seamless = sinceMs >= 0 && ms - beforeMs <= freshMs;
            if (!zero) {
                sinceMs = -1;
            } else if (!seamless) {
                sinceMs = ms;
            }
            if (zero && ms - sinceMs >= STAYS_MS) {
                return OptionalLong.of(sinceMs);
            }
            beforeMs = ms;
        }
        return OptionalLong.empty();
    }

    /** Every instant at which somebody told something, an attempt that failed included. */
    private SortedSet<Long> instants(long fromMs, long toMs) {
        SortedSet<Long> instants = new TreeSet<>();
        for (List<Told> tellers : byPartition.values()) {
            for (Told told : tellers) {
                addAll(instants, told.lag.between(fromMs, toMs));
                addAll(instants, told.up.between(fromMs, toMs));
            }
        }
        return instants;
    }

    private static void addAll(Set<Long> instants, Series series) {
        for (int i = 0; i < series.size(); i++) {
            instants.add(series.timeMs(i));
        }
    }
}
