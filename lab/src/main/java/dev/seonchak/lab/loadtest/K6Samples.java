package dev.seonchak.lab.loadtest;

import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.lab.load.Attempt;
import dev.seonchak.lab.load.Sink;

/**
 * Makes a history of k6's CSV, line by line, as it comes. Only the samples of the script's own {@code coupon_answer} matter,
 * one a request:
 *
 * <pre>
 * coupon_answer,1795391926091413736,62.017318,…,outcome=accepted,asked=1795391925000.5|1795391926022|30218|12
 *               end in ns           latency in ms                      began, sent, user, serial if there is one
 * </pre>
 *
 * <p>The instant of sending is a whole millisecond, rounded down, and that of the end is when the script went on: the true
 * request lies within, as an audit needs it. The latency, which is k6's own, counts for percentiles.
 */
final class K6Samples {

    private static final String ANSWER = "coupon_answer,";
    private static final long NS_PER_MS = 1_000_000;

    private final long couponId;
    private final Sink sink;
    private long zeroNs = -1;
    private long answers;

    K6Samples(long couponId, Sink sink) {
        this.couponId = couponId;
        this.sink = sink;
    }

    /** How many answers there were so far. */
    long answers() {
        return answers;
    }

    /** Takes one line. */
    void accept(String line) {
        if (!line.startsWith(ANSWER)) {
            return;
        }
        try {
            answer(line);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalStateException("k6 told something that cannot be read: " + line, e);
        }
    }

    private void answer(String line) {
        int afterTime = line.indexOf(',', ANSWER.length());
        long endNs = Long.parseLong(line, ANSWER.length(), afterTime, 10);
        double latencyMs = Double.parseDouble(line.substring(afterTime + 1, line.indexOf(',', afterTime + 1)));
        int metadata = line.lastIndexOf(',') + 1;
        int tags = line.lastIndexOf(',', metadata - 2) + 1;
        ClientOutcome outcome = ClientOutcome.ofLabel(value(line, tags, "outcome"));
        if (outcome == null) {
            throw new IllegalArgumentException("no outcome of ours");
        }
        String[] asked = value(line, metadata, "asked").split("\\|", -1);
        long sentNs = Long.parseLong(asked[1]) * NS_PER_MS;
        if (zeroNs < 0) {
            long zeroMs = (long) Double.parseDouble(asked[0]);
            zeroNs = zeroMs * NS_PER_MS;
            sink.started(zeroMs, System.nanoTime() - (System.currentTimeMillis() - zeroMs) * NS_PER_MS);
        }
        long latencyNs = (long) (latencyMs * NS_PER_MS);
        answers++;
        sink.finished(new Attempt(
                couponId,
                Long.parseLong(asked[2]),
                0,
                1,
                Math.max(0, endNs - latencyNs - zeroNs),
                Math.max(0, sentNs - zeroNs),
                endNs - zeroNs,
                outcome,
                asked.length > 3 ? Long.parseLong(asked[3]) : 0,
                true));
    }

    /** The value of a name in {@code name=value&name=value}; empty where it is not there. */
    private static String value(String line, int from, String name) {
        for (int at = line.indexOf(name + "=", from); at >= 0; at = line.indexOf(name + "=", at + 1)) {
            if (at == from || line.charAt(at - 1) == '&') {
                int begin = at + name.length() + 1;
                int end = begin;
                while (end < line.length() && line.charAt(end) != '&' && line.charAt(end) != ',') {
                    end++;
                }
                return line.substring(begin, end);
            }
        }
        return "";
    }
}
