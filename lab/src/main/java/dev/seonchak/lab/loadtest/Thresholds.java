package dev.seonchak.lab.loadtest;

import org.jspecify.annotations.Nullable;

/**
 * What a test must keep besides the promises.
 *
 * @param maxFailed share of requests that may fail, 0 to 1: no answer, or one that is neither 2xx, 409 nor 410
 * @param p95Ms bound of the 95th percentile over all answers; null for none
 * @param p99Ms bound of the 99th
 */
public record Thresholds(
        double maxFailed, @Nullable Integer p95Ms, @Nullable Integer p99Ms) {

    public Thresholds {
        if (maxFailed < 0 || maxFailed > 1) {
            throw new IllegalArgumentException("a share is from 0 to 1, not " + maxFailed);
        }
    }
}
