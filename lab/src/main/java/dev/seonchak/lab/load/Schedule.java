package dev.seonchak.lab.load;

import java.util.ArrayList;
import java.util.List;

/**
 * When each request of an open loop is due: request k at the instant at which the integral of the rate reaches k.
 *
 * <pre>
 *   rate           to ●        requests by t  = from·t + (to − from)/(2·D)·t²
 *                 ╱   │        and, the other way round,
 *          from ●     │        instant of n   = 2n / (from + √(from² + 2·n·(to − from)/D))
 *               │  n  │
 *               └─────┴─ t     which needs no special case for a level rate
 *               0     D
 * </pre>
 *
 * Segments follow each other without a gap. What is due before {@link #countFromNs()} is warm-up.
 */
public final class Schedule {
    private static final double NS_PER_S = 1e9;
    // A sum of areas may fall a hair short of the whole number it stands for.
    private static final double ROUNDING = 1e-6;

    /** A stretch of time in which the rate goes in a straight line from one value to another. */
    public record Segment(double fromPerS, double toPerS, long durationMs) {
        public Segment {
            if (fromPerS < 0 || toPerS < 0 || durationMs < 0) {
                throw new IllegalArgumentException("negative rate or duration: " + fromPerS + " to " + toPerS
                        + " per second in " + durationMs + " ms");
            }
        }

        double requests() {
            return (fromPerS + toPerS) / 2 * durationMs / 1000;
        }

        double secondsUntil(double requests) {
            if (requests <= 0) {
                return 0;
            }
            double slope = (toPerS - fromPerS) * 1000 / durationMs;
            double root = Math.sqrt(Math.max(0, fromPerS * fromPerS + 2 * slope * requests));
            return 2 * requests / (fromPerS + root);
        }
    }

    private final Segment[] segments;
    private final int uncounted;
    private final double[] requestsBefore;
    private final long[] startNs;
    private final long planned;
    private final long warmUp;
    private final long countFromNs;

    private Schedule(List<Segment> warmUp, List<Segment> counted) {
        int size = warmUp.size() + counted.size();
        segments = new Segment[size];
        uncounted = warmUp.size();
        requestsBefore = new double[size + 1];
        startNs = new long[size + 1];
        for (int i = 0; i < size; i++) {
            segments[i] = i < warmUp.size() ? warmUp.get(i) : counted.get(i - warmUp.size());
            requestsBefore[i + 1] = requestsBefore[i] + segments[i].requests();
            startNs[i + 1] = startNs[i] + segments[i].durationMs() * 1_000_000;
        }
        this.planned = (long) Math.floor(requestsBefore[size] + ROUNDING);
        this.warmUp = (long) Math.ceil(requestsBefore[warmUp.size()] - ROUNDING);
        this.countFromNs = startNs[warmUp.size()];
    }

    /** A schedule that counts every segment. */
    public static Schedule of(List<Segment> counted) {
        return new Schedule(List.of(), counted);
    }

    /** The same schedule, preceded by a level rate that is not counted. */
    public Schedule warmedUp(double perS, long durationMs) {
        List<Segment> before = new ArrayList<>();
        before.add(new Segment(perS, perS, durationMs));
        before.addAll(List.of(segments).subList(0, uncounted));
        return new Schedule(before, List.of(segments).subList(uncounted, segments.length));
    }

    /** The load-test plan: 300 → 1,000 → 2,500 → 5,000 → 100 per second, 30 s each. */
    public static Schedule seedPlan() {
        return of(List.of(
                new Segment(300, 1000, 30_000),
                new Segment(1000, 2500, 30_000),
                new Segment(2500, 5000, 30_000),
                new Segment(5000, 100, 30_000)));
    }

    /** A level rate. */
    public static Schedule constant(double perS, long durationMs) {
        return of(List.of(new Segment(perS, perS, durationMs)));
    }

    /** Nobody for {@code quietMs}, then everybody: a step from 0 to a level rate, counted from the step on. */
    public static Schedule herd(double perS, long quietMs, long durationMs) {
        return new Schedule(List.of(new Segment(0, 0, quietMs)), List.of(new Segment(perS, perS, durationMs)));
    }

    /** All requests, warm-up included. */
    public long planned() {
        return planned;
    }

    /** The requests that count. */
    public long plannedCounted() {
        return planned - warmUp;
    }

    /** The instant, from the start, at which counting begins. */
    public long countFromNs() {
        return countFromNs;
    }

    /** The end of the last segment, from the start. */
    public long endNs() {
        return startNs[segments.length];
    }

    /** The instant, from the start, at which request {@code k} (from 0) is due. */
    public long dueNs(long k) {
        if (k < 0 || k >= planned) {
            throw new IndexOutOfBoundsException("request " + k + " of " + planned);
        }
        int i = 0;
        while (i < segments.length - 1 && k >= requestsBefore[i + 1] - ROUNDING) {
            i++;
        }
        return startNs[i] + Math.round(segments[i].secondsUntil(k - requestsBefore[i]) * NS_PER_S);
    }

    /** The rate asked for at an instant from the start, per second. */
    public double perSAt(long ns) {
        for (int i = 0; i < segments.length; i++) {
            if (ns < startNs[i + 1]) {
                double share = (double) (ns - startNs[i]) / (startNs[i + 1] - startNs[i]);
                return segments[i].fromPerS() + share * (segments[i].toPerS() - segments[i].fromPerS());
            }
        }
        return 0;
    }
}
