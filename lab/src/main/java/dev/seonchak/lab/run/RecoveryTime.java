package dev.seonchak.lab.run;

import dev.seonchak.lab.load.Series;
import java.util.List;
import java.util.OptionalLong;

/**
 * When the 202s were as fast again as before a fault: the first instant from which their 99th percentile, in slices of a
 * quarter of a second, stayed within the limit for a second.
 *
 * @param seen whether there were enough 202s after the fault to tell
 * @param atMs milliseconds since the epoch; empty where it never was, or cannot be told
 */
record RecoveryTime(boolean seen, OptionalLong atMs) {
    /** Width of the slices. */
    static final long SLICE_MS = 250;

    /** A percentile of fewer 202s than this in a slice says nothing; such a slice is passed over. */
    private static final int ENOUGH = 20;

    private static final int CALM_SLICES = 4;

    /** Twice as slow as before counts as normal, and whatever is below this, which is the noise of a busy machine. */
    private static final double NOISE_MS = 50;

    /** The limit that follows from the percentile before the fault; NaN where there was none to compare with. */
    static double limitMs(double beforeP99Ms) {
        return Math.max(2 * beforeP99Ms, NOISE_MS);
    }

    /** Looks from the healing to the next fault. */
    static RecoveryTime of(Series series, long healedAtMs, long untilMs, double limitMs) {
        if (Double.isNaN(limitMs)) {
            return new RecoveryTime(false, OptionalLong.empty());
        }
        List<Series.Slice> after = series.slices().stream()
                .filter(slice -> slice.wallClockMs() >= healedAtMs - SLICE_MS
                        && slice.wallClockMs() < untilMs
                        && slice.accepted().count() >= ENOUGH)
                .toList();
        int calm = 0;
        for (int i = 0; i < after.size(); i++) {
            calm = after.get(i).accepted().p99Ms() <= limitMs ? calm + 1 : 0;
            if (calm == CALM_SLICES) {
                long fromMs = after.get(i - CALM_SLICES + 1).wallClockMs();
                return new RecoveryTime(true, OptionalLong.of(Math.max(fromMs, healedAtMs)));
            }
        }
        return new RecoveryTime(after.size() >= CALM_SLICES, OptionalLong.empty());
    }
}
