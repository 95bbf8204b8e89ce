package dev.seonchak.lab.load;

import dev.seonchak.core.audit.ClientOutcome;
import java.util.Map;

/**
 * What a run has measured; the warm-up appears in {@code warmUp} alone.
 *
 * @param planned first requests asked for until the run was finished, or the number sent in a closed loop
 * @param askedPerS planned requests by the length of the schedule, or NaN in a closed loop
 * @param sent requests sent
 * @param again requests that were due because a client asked again; beyond those planned
 * @param answered requests with a status
 * @param sendingS seconds in which requests were to be sent; in a closed loop, first request to last
 * @param wholeS seconds from the first request (due, or sent in a closed loop) to the last answer
 * @param overall latency of everything that was sent and waited for
 * @param byOutcome latency by outcome; for a dropped request it is the time until it was given up
 * @param statuses number of responses by HTTP status, 0 for what was no HTTP
 * @param warmUp number of requests by outcome in the warm-up
 * @param unframed responses without a Content-Length, warm-up included
 * @param late requests sent more than the bound after they were due, for whatever reason
 * @param ownLate requests that the generator itself noticed more than the bound after they were due
 * @param sendLate how long after being due requests were sent
 * @param pickUpLate the generator's own share of that: how long after being due it noticed them
 * @param cpuS CPU seconds by process over the counted window, NaN where unknown
 */
public record LoadResult(
        long planned,
        double askedPerS,
        long sent,
        long again,
        long answered,
        double sendingS,
        double wholeS,
        Latency overall,
        Map<ClientOutcome, Latency> byOutcome,
        Map<Integer, Long> statuses,
        Map<ClientOutcome, Long> warmUp,
        long unframed,
        long late,
        long ownLate,
        Latency sendLate,
        Latency pickUpLate,
        Map<String, Double> cpuS) {

    /** How many requests ended so. */
    public long count(ClientOutcome outcome) {
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

    /** Whether the clock decided when requests were sent, not the answers. */
    public boolean open() {
        return !Double.isNaN(askedPerS);
    }

    /** Whether every request was sent, and none later than the bound. A closed loop has no rate to hold and always does. */
    public boolean held() {
        boolean allSent = count(ClientOutcome.DROPPED) == 0 && count(ClientOutcome.CONNECT_ERROR) == 0;
        return !open() || (allSent && late == 0);
    }
}
