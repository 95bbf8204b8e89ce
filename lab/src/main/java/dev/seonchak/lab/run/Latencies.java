package dev.seonchak.lab.run;

import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.core.audit.ClientOutcome.Meaning;
import dev.seonchak.lab.load.RecordedHistory;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What clients saw in a stretch of time, by the instant at which their requests were due.
 *
 * @param outcomes number of requests by outcome
 * @param acceptedP99Ms 99th percentile of the granted, in milliseconds; NaN where there is none
 * @param refusedP99Ms the same of the definite refusals
 * @param slowestMs the longest that anybody waited for an answer; 0 where there is none
 */
public record Latencies(
        Map<ClientOutcome, Long> outcomes, double acceptedP99Ms, double refusedP99Ms, double slowestMs) {
    private static final long NS_PER_MS = 1_000_000;
    private static final long NS_PER_US = 1_000;
    private static final int DIGITS = 3;
    private static final double PERCENTILE = 99;

    /** Of the requests that were due from one instant to another, both in milliseconds since the epoch. */
    static Latencies between(RecordedHistory history, long fromMs, long toMs) {
        long fromNs = (fromMs - history.startedAtMs()) * NS_PER_MS;
        long toNs = (toMs - history.startedAtMs()) * NS_PER_MS;
        Map<ClientOutcome, Long> outcomes = new TreeMap<>();
        Histogram accepted = new Histogram(DIGITS);
        Histogram refused = new Histogram(DIGITS);
        Histogram all = new Histogram(DIGITS);
        history.forEach(attempt -> {
            if (attempt.dueNs() < fromNs || attempt.dueNs() >= toNs) {
                return;
            }
            ClientOutcome outcome = attempt.outcome();
            outcomes.merge(outcome, 1L, Long::sum);
            long us = (attempt.endNs() - attempt.dueNs()) / NS_PER_US;
            if (outcome == ClientOutcome.ACCEPTED) {
                accepted.recordValue(us);
            } else if (outcome.meaning() == Meaning.REFUSED) {
                refused.recordValue(us);
            }
            if (outcome.isAnswer()) {
                all.recordValue(us);
            }
        });
        return new Latencies(outcomes, p99(accepted), p99(refused), all.getMaxValue() * NS_PER_US / (double) NS_PER_MS);
    }

    private static double p99(Histogram us) {
        return us.getTotalCount() == 0
                ? Double.NaN
                : us.getValueAtPercentile(PERCENTILE) * NS_PER_US / (double) NS_PER_MS;
    }
}
