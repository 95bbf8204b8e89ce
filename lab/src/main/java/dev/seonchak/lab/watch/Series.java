package dev.seonchak.lab.watch;

import java.util.Arrays;

/**
 * One metric of one node over time, as it was read: instants rise, a missing answer is a gap. Values may be NaN, which
 * is the node's own word for unknown; every number made of none is NaN as well, never zero.
 */
public final class Series {
    /** A metric that nobody ever reported. */
    public static final Series EMPTY = new Series(new long[0], new double[0]);

    private final long[] timesMs;
    private final double[] values;

    /** Takes over both arrays, which are of one length; the times rise. */
    Series(long[] timesMs, double[] values) {
        this.timesMs = timesMs;
        this.values = values;
    }

    public int size() {
        return timesMs.length;
    }

    public boolean isEmpty() {
        return timesMs.length == 0;
    }

    /** When the i-th value was read, in milliseconds of the wall clock. */
    public long timeMs(int i) {
        return timesMs[i];
    }

    public double value(int i) {
        return values[i];
    }

    /** The part from one instant to another, both included. */
    public Series between(long fromMs, long toMs) {
        int from = firstFrom(fromMs);
        int to = Math.max(from, toMs == Long.MAX_VALUE ? size() : firstFrom(toMs + 1));
        return new Series(Arrays.copyOfRange(timesMs, from, to), Arrays.copyOfRange(values, from, to));
    }

    /** The part from an instant on. */
    public Series after(long ms) {
        return between(ms, Long.MAX_VALUE);
    }

    /** The latest value at an instant, however old; NaN: none yet. */
    public double at(long ms) {
        int i = indexAt(ms);
        return i < 0 ? Double.NaN : values[i];
    }

    /** The latest value at an instant, if it was read at most {@code freshMs} before; else NaN. */
    public double at(long ms, long freshMs) {
        int i = indexAt(ms);
        return i < 0 || ms - timesMs[i] > freshMs ? Double.NaN : values[i];
    }

    /** The last value; NaN: there is none. */
    public double last() {
        return isEmpty() ? Double.NaN : values[size() - 1];
    }

    /** The highest known value; NaN: none is known. */
    public double max() {
        return Arrays.stream(values).filter(v -> !Double.isNaN(v)).max().orElse(Double.NaN);
    }

    /** By how much a counter grew from its first value to its last, over restarts of its process; NaN: no value. */
    public double increase() {
        double before = Double.NaN;
        double sum = Double.NaN;
        for (double value : values) {
            if (Double.isNaN(value)) {
                continue;
            }
            sum = Double.isNaN(before) ? 0 : sum + step(before, value);
            before = value;
        }
        return sum;
    }

    /** What a counter counted between two values: one that fell has begun anew. */
    static double step(double before, double value) {
        return value < before ? value : value - before;
    }

    /** The index of the latest value at an instant; -1: none yet. */
    int indexAt(long ms) {
        return ms == Long.MAX_VALUE ? size() - 1 : firstFrom(ms + 1) - 1;
    }

    /** The index of the first value at an instant or later, or the size. */
    private int firstFrom(long ms) {
        int i = Arrays.binarySearch(timesMs, ms);
        return i < 0 ? -i - 1 : i;
    }
}
