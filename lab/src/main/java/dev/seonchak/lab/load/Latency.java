package dev.seonchak.lab.load;

import org.HdrHistogram.Histogram;

/**
 * The percentiles of one kind of request, in milliseconds from the due instant.
 *
 * @param count how many
 */
public record Latency(long count, double p50Ms, double p95Ms, double p99Ms, double p999Ms, double maxMs) {
    /** Of no request. */
    public static final Latency NONE = new Latency(0, 0, 0, 0, 0, 0);

    private static final double US_PER_MS = 1000;

    static Latency of(Histogram us) {
        return new Latency(us.getTotalCount(), ms(us, 50), ms(us, 95), ms(us, 99), ms(us, 99.9), ms(us, 100));
    }

    private static double ms(Histogram us, double percentile) {
        return us.getTotalCount() == 0 ? 0 : us.getValueAtPercentile(percentile) / US_PER_MS;
    }
}
