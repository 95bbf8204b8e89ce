package dev.seonchak.lab.loadtest;

import dev.seonchak.core.audit.AuditReport;
import dev.seonchak.lab.load.Series;
import dev.seonchak.lab.load.Settle.Settled;
import dev.seonchak.lab.watch.Recording;
import org.jspecify.annotations.Nullable;

/**
 * All that a load test found.
 *
 * @param summary what k6 says itself
 * @param answers of k6's requests in the history
 * @param settled how those fared who had been told nothing certain and asked again
 * @param series the history, second by second
 * @param recording what service and servers said meanwhile
 * @param lagZeroMs how long after the last answer the recorder had everything, in milliseconds; null: not seen
 * @param requestsInInflux null where k6 did not write there, or it does not say
 * @param report null where nobody said where to audit
 */
public record LoadTestResult(
        LoadTestSpec spec,
        String k6Version,
        K6Summary summary,
        long answers,
        Settled settled,
        Series series,
        Recording recording,
        @Nullable Long lagZeroMs,
        @Nullable Long requestsInInflux,
        @Nullable AuditReport report) {

    /** The wall clock at second 0 of the load, in milliseconds. */
    long startedAtMs() {
        return series.slices().getFirst().wallClockMs();
    }
}
