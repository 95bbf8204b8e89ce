package dev.seonchak.core.audit;

import org.jspecify.annotations.Nullable;

/**
 * How a system came back after a fault was healed, as somebody measured it.
 *
 * @param healAtMs when the last fault ended, in milliseconds since the epoch
 * @param p99BeforeMs the 99th percentile of latency before the first fault
 * @param p99BackAtMs when it was back there, by the measurer's own margin; null where it never was
 * @param lagZeroAtMs when the recorder had caught up with the log; null where it never did
 * @param p99WithinMs longest time from heal until the percentile is back
 * @param lagWithinMs longest time from heal until the lag is 0
 */
public record Recovery(
        long healAtMs,
        double p99BeforeMs,
        @Nullable Long p99BackAtMs,
        @Nullable Long lagZeroAtMs,
        long p99WithinMs,
        long lagWithinMs) {}
