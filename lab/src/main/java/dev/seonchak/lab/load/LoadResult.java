package dev.seonchak.lab.load;

import java.util.Map;

/**
 * What a run has measured; the warm-up appears in {@code warmUp} alone.
 *
 * @param planned requests asked for, or the number sent in a closed loop
 * @param askedPerS planned requests by the length of the schedule, or NaN in a closed loop
 * @param sent requests sent
 * @param answered requests with a status
 * @param sendingS seconds in which requests were to be sent; in a closed loop, first request to last
 * @param wholeS seconds from the first request (due, or sent in a closed loop) to the last answer
 * @param overall latency of everything that was sent
 * @param byOutcome latency by outcome; for a dropped request it is the time until it was given up
 * @param statuses number of responses by HTTP status, 0 for what was no HTTP
 * @param warmUp number of requests by outcome in the warm-up
 * @param unframed responses without a Content-Length, warm-up included
 * @param late requests sent more than the bound after they were due
 * @param sendLate how long after being due requests were sent
 * @param pickUpLate the generator's own share of that: how long after being due it noticed them
 * @param cpuS CPU seconds by process over the counted window, NaN where unknown
 */
public record LoadResult(
        long planned,
        double askedPerS,
        long sent,
        long answered,
        double sendingS,
        double wholeS,
        Latency overall,
        Map<Outcome, Latency> byOutcome,
        Map<Integer, Long> statuses,
        Map<Outcome, Long> warmUp,
        long unframed,
        long late,
        Latency sendLate,
        Latency pickUpLate,
        Map<String, Double> cpuS) {

    /** How many requests ended so. */
    public long count(Outcome outcome) {
        Latency latency = byOutcome.get(outcome);
        return latency == null ? 0 : latency.count();
    }

    /** Answers per second, from the first request to the last answer. */
    public double answeredPerS() {
        return wholeS > 0 ? answered / wholeS : 0;
    }

    /** Requests sent per second of the time in which they were to be sent. */
    public double sentPerS() {
        return sendingS > 0 ? sent / sendingS : 0;
    }

    /** CPU microseconds of a process for each request sent, NaN where unknown. */
    public double cpuUsPerRequest(String process) {
        return sent == 0 ? Double.NaN : cpuS.getOrDefault(process, Double.NaN) * 1e6 / sent;
    }

    /** Whether every request was sent, and none later than the bound. */
    public boolean held() {
        return late == 0 && count(Outcome.DROPPED) == 0 && count(Outcome.CONNECT_ERROR) == 0;
    }
}
