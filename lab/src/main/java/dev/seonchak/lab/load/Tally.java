package dev.seonchak.lab.load;

import dev.seonchak.core.audit.ClientOutcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** Counts and latencies of a run while it goes on; one thread. */
final class Tally {
    private static final long NS_PER_US = 1000;
    // Values beyond are clamped: no request may last that long, see LoadSpec.timeoutMs.
    private static final long LONGEST_US = LoadSpec.LONGEST_TIMEOUT_MS * 1000;
    private static final int STATUSES = 600;

    private final long lateNs;
    private final Map<ClientOutcome, Kind> kinds = new EnumMap<>(ClientOutcome.class);
    private final Histogram sendLateUs = new Histogram(LONGEST_US, 3);
    private final Histogram pickUpLateUs = new Histogram(LONGEST_US, 3);
    private final long[] statuses = new long[STATUSES];
    private long sent;
    private long late;
    private long ownLate;
    private long again;
    private long firstNs = Long.MAX_VALUE;
    private long lastSentNs = Long.MIN_VALUE;
    private long lastEndNs = Long.MIN_VALUE;

    private final Histogram secondUs = new Histogram(LONGEST_US, 2);
    private long secondSent;

    /** The requests of one outcome. */
    private static final class Kind {
        final Histogram latencyUs = new Histogram(LONGEST_US, 3);
        long inWarmUp;
        long inSecond;
    }

    Tally(long lateMs) {
        lateNs = lateMs * 1_000_000;
        for (ClientOutcome outcome : ClientOutcome.values()) {
            kinds.put(outcome, new Kind());
        }
    }

    void pickedUp(long dueNs, long nowNs, boolean counted) {
        if (counted) {
            pickUpLateUs.recordValue(us(nowNs - dueNs));
            if (nowNs - dueNs > lateNs) {
                ownLate++;
            }
        }
    }

    void askedAgain(boolean counted) {
        if (counted) {
            again++;
        }
    }

    void sent(long dueNs, long nowNs, boolean counted) {
        secondSent++;
        if (counted) {
            sent++;
            firstNs = Math.min(firstNs, dueNs);
            lastSentNs = nowNs;
            sendLateUs.recordValue(us(nowNs - dueNs));
            if (nowNs - dueNs > lateNs) {
                late++;
            }
        }
    }

    void finished(ClientOutcome outcome, int status, long dueNs, long endNs, boolean counted) {
        long latency = us(endNs - dueNs);
        Kind kind = kind(outcome);
        kind.inSecond++;
        if (outcome != ClientOutcome.DROPPED && outcome != ClientOutcome.LEFT) {
            secondUs.recordValue(latency);
        }
        if (counted) {
            kind.latencyUs.recordValue(latency);
            lastEndNs = endNs;
            if (status > 0 || outcome == ClientOutcome.OTHER) {
                statuses[status]++;
            }
        } else {
            kind.inWarmUp++;
        }
    }

    /** The second that has just passed; the next one begins. */
    Second second(int number, boolean isWarmUp, double askedPerS, int inFlight, int waiting) {
        Second second = new Second(
                number,
                isWarmUp,
                askedPerS,
                secondSent,
                byOutcome(kind -> kind.inSecond),
                Latency.of(secondUs).p99Ms(),
                inFlight,
                waiting);
        secondUs.reset();
        secondSent = 0;
        kinds.values().forEach(kind -> kind.inSecond = 0);
        return second;
    }

    LoadResult result(long planned, double scheduleS, long unframed, Map<String, Double> cpuS) {
        Histogram overall = new Histogram(LONGEST_US, 3);
        Map<ClientOutcome, Latency> latencies = new EnumMap<>(ClientOutcome.class);
        for (ClientOutcome outcome : ClientOutcome.values()) {
            Histogram us = kind(outcome).latencyUs;
            if (us.getTotalCount() > 0) {
                latencies.put(outcome, Latency.of(us));
            }
            if (outcome.meaning() != ClientOutcome.Meaning.NOT_SENT && outcome != ClientOutcome.LEFT) {
                overall.add(us);
            }
        }
        Map<Integer, Long> byStatus = new TreeMap<>();
        long answered = 0;
        for (int status = 0; status < STATUSES; status++) {
            if (statuses[status] > 0) {
                byStatus.put(status, statuses[status]);
                answered += statuses[status];
            }
        }
        long reallySent = sent - kind(ClientOutcome.CONNECT_ERROR).latencyUs.getTotalCount();
        boolean open = !Double.isNaN(scheduleS);
        return new LoadResult(
                open ? planned : sent,
                open && scheduleS > 0 ? planned / scheduleS : Double.NaN,
                reallySent,
                again,
                answered,
                open ? scheduleS : Math.max(0, lastSentNs - firstNs) / 1e9,
                sent == 0 ? 0 : Math.max(0, lastEndNs - firstNs) / 1e9,
                Latency.of(overall),
                latencies,
                byStatus,
                byOutcome(kind -> kind.inWarmUp),
                unframed,
                late,
                ownLate,
                Latency.of(sendLateUs),
                Latency.of(pickUpLateUs),
                cpuS);
    }

    private Map<ClientOutcome, Long> byOutcome(ToLongFunction<Kind> count) {
        Map<ClientOutcome, Long> map = new EnumMap<>(ClientOutcome.class);
        kinds.forEach((outcome, kind) -> {
            if (count.applyAsLong(kind) > 0) {
                map.put(outcome, count.applyAsLong(kind));
            }
        });
        return map;
    }

    private Kind kind(ClientOutcome outcome) {
        return Objects.requireNonNull(kinds.get(outcome));
    }

    private static long us(long ns) {
        return Math.clamp(ns / NS_PER_US, 0, LONGEST_US);
    }
}
