package dev.seonchak.lab.load;

import dev.seonchak.core.audit.ClientOutcome;
import java.util.Map;

/**
 * What one second of a run looked like.
 *
 * @param second number of the second, from 1, warm-up included
 * @param warmUp whether it ended in the warm-up
 * @param askedPerS the rate asked for at its end, or NaN in a closed loop
 * @param sent requests sent in it
 * @param outcomes requests that ended in it, by outcome; those that did not happen are absent
 * @param p99Ms 99th percentile of the latencies of the requests that ended in it (who was dropped or left has none)
 * @param inFlight requests without an answer at its end
 * @param waiting requests without a connection at its end
 */
public record Second(
        int second,
        boolean warmUp,
        double askedPerS,
        long sent,
        Map<ClientOutcome, Long> outcomes,
        double p99Ms,
        int inFlight,
        int waiting) {}
