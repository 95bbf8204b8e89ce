package dev.seonchak.lab.load;

import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.core.audit.ClientOutcome.Meaning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A run cut into slices of equal width by the instant at which requests were DUE, warm-up included: a request that a stalled
 * server answers late stays in the slice in which its client began to wait. A sink of a run, read after its end. It keeps 4 to 8 bytes a request, for exact percentiles.
 */
public final class Series implements Sink {

    /**
     * One slice.
     *
     * @param startMs its beginning in milliseconds from time 0
     * @param wallClockMs the same in milliseconds since the epoch
     * @param outcomes requests due in it, by what became of them; those that did not happen are absent
     * @param accepted latencies of the granted
     * @param refused latencies of the definite refusals
     * @param answered latencies of all answers, unknown ones included
     */
    public record Slice(
            long startMs,
            long wallClockMs,
            Map<ClientOutcome, Long> outcomes,
            Latency accepted,
            Latency refused,
            Latency answered) {

        /** Requests due in it. */
        public long due() {
            return outcomes.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private static final long NS_PER_MS = 1_000_000;
    private static final long NS_PER_US = 1000;
    private static final double US_PER_MS = 1000;
    private static final int MOST_SLICES = 1 << 22;

    private final long widthMs;
    private final List<Open> slices = new ArrayList<>();
    private long startedAtMs;

    private static final class Open {
        final Map<ClientOutcome, Long> outcomes = new EnumMap<>(ClientOutcome.class);
        final Latencies accepted = new Latencies();
        final Latencies refused = new Latencies();
        final Latencies others = new Latencies();
    }

    private static final class Latencies {
        private int[] us = new int[4];
        private int size;

        void add(long ns) {
            if (size == us.length) {
                us = Arrays.copyOf(us, size * 2);
            }
            us[size++] = Math.clamp(ns / NS_PER_US, 0, Integer.MAX_VALUE);
        }

        static Latency of(Latencies... parts) {
            int[] all = new int[Arrays.stream(parts).mapToInt(part -> part.size).sum()];
            int at = 0;
            for (Latencies part : parts) {
                System.arraycopy(part.us, 0, all, at, part.size);
                at += part.size;
            }
            Arrays.sort(all);
            return new Latency(all.length, ms(all, 0.5), ms(all, 0.95), ms(all, 0.99), ms(all, 0.999), ms(all, 1));
        }

        /** The smallest latency that at least this share does not exceed. */
        private static double ms(int[] sorted, double share) {
            return sorted.length == 0 ? 0 : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] / US_PER_MS;
        }
    }

    /**
     * An empty series.
     *
     * @param widthMs width of a slice in milliseconds, such as 1000 or 250
     */
    public Series(long widthMs) {
        if (widthMs < 1) {
            throw new IllegalArgumentException("a slice must be at least 1 ms wide, not " + widthMs);
        }
        this.widthMs = widthMs;
    }

    @Override
    public void started(long epochMs, long zeroNs) {
        startedAtMs = epochMs;
    }

    @Override
    public void finished(Attempt attempt) {
        ClientOutcome outcome = attempt.outcome();
        long tookNs = attempt.endNs() - attempt.dueNs();
        Open slice = slice(attempt.dueNs() / NS_PER_MS / widthMs);
        slice.outcomes.merge(outcome, 1L, Long::sum);
        if (outcome == ClientOutcome.ACCEPTED) {
            slice.accepted.add(tookNs);
        } else if (outcome.meaning() == Meaning.REFUSED) {
            slice.refused.add(tookNs);
        } else if (outcome.isAnswer()) {
            slice.others.add(tookNs);
        }
    }

    private Open slice(long number) {
        if (number >= MOST_SLICES) {
            throw new IllegalStateException(
                    "more than " + MOST_SLICES + " slices of " + widthMs + " ms: take wider ones for so long a run");
        }
        while (slices.size() <= number) {
            slices.add(new Open());
        }
        return slices.get((int) number);
    }

    /** Width of a slice in milliseconds. */
    public long widthMs() {
        return widthMs;
    }

    /** All slices from time 0 to the last in which a request was due, without a gap. */
    public List<Slice> slices() {
        List<Slice> all = new ArrayList<>(slices.size());
        for (int i = 0; i < slices.size(); i++) {
            Open slice = slices.get(i);
            long startMs = i * widthMs;
            all.add(new Slice(
                    startMs,
                    startedAtMs + startMs,
                    copy(slice.outcomes),
                    Latencies.of(slice.accepted),
                    Latencies.of(slice.refused),
                    Latencies.of(slice.accepted, slice.refused, slice.others)));
        }
        return all;
    }

    private static Map<ClientOutcome, Long> copy(Map<ClientOutcome, Long> outcomes) {
        Map<ClientOutcome, Long> copy = new EnumMap<>(ClientOutcome.class);
        copy.putAll(outcomes);
        return copy;
    }
}
