package dev.seonchak.core.sim;

import dev.seonchak.core.audit.Finding;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Time, chance and the memory of what happened. Everything in a simulation takes both from here, so that a seed repeats a
 * run to the last event.
 */
final class World {

    /** Real time of the simulation's start, in milliseconds since the epoch. */
    static final long EPOCH_MS = 1_000_000;

    /** Last lines of the trace that a failure shows. */
    private static final int TRACE_LINES = 120;

    /** What a run should have met; a simulation that never does proves nothing about it. */
    enum Seen {
        ACCEPTED,
        ALREADY_ISSUED,
        SOLD_OUT,
        CLOSED,
        NOT_OPEN,
        UNKNOWN_COUPON,
        OUTCOME_UNKNOWN,
        OVERLOADED,
        LOG_UNAVAILABLE,
        GRANTED_AFTER_UNKNOWN,
        LANDED_AFTER_ITS_TIMEOUT,
        CLOCK_STEPPED_BACK,
        COMMIT_REFUSED,
        RECORDER_CRASHED_BEFORE_COMMIT,
        GATE_LIED,
        GATE_REPLY_LOST,
        GATE_EMPTIED,
        SWEPT,
        NODE_CRASHED,
        STOPPED_AT_NEWER_RECORD,
        GARBAGE_READ,
        MISPLACED_READ,
        ASKED_FROM_WITHIN_AN_ANSWER
    }

    private record Event(long atMs, long order, Runnable action) {}

    final Random random;
    final Mutation mutation;
    final Map<Seen, Integer> seen = new EnumMap<>(Seen.class);
    private final PriorityQueue<Event> queue =
            new PriorityQueue<>(Comparator.comparingLong(Event::atMs).thenComparingLong(Event::order));
    private final ArrayDeque<String> trace = new ArrayDeque<>();
    private final boolean traced;
    private long nowMs;
    private long events;
    private long digest;

    /** False once the world heals: from then on nothing fails any more. */
    boolean faulty = true;

    World(long seed, Mutation mutation, boolean traced) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        this.mutation = mutation;
        this.traced = traced;
    }

    /** Virtual milliseconds since the start; never step. */
    long nowMs() {
        return nowMs;
    }

    void after(long delayMs, Runnable action) {
        queue.add(new Event(nowMs + Math.max(0, delayMs), events++, action));
    }

    void runUntil(long untilMs) {
        while (!queue.isEmpty() && queue.peek().atMs <= untilMs) {
            Event next = queue.remove();
            nowMs = next.atMs;
            next.action.run();
        }
        nowMs = untilMs;
    }

    /** True with the given chance in a thousand, but never once the world has healed. */
    boolean fault(int perMille) {
        return random.nextInt(1000) < perMille && faulty;
    }

    boolean chance(int perMille) {
        return random.nextInt(1000) < perMille;
    }

    /** Uniform from low to high, both included. */
    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    void saw(Seen what) {
        seen.merge(what, 1, Integer::sum);
        digest = digest * 31 + what.name().hashCode() + nowMs;
    }

    /** The same for two runs only if they met the same things at the same times. */
    long digest() {
        return digest;
    }

    void trace(Supplier<String> line) {
        if (traced) {
            trace.add(String.format("%6d ms  %s", nowMs, line.get()));
            if (trace.size() > TRACE_LINES) {
                trace.remove();
            }
        }
    }

    /** The last lines of the trace. */
    List<String> lines() {
        return List.copyOf(trace);
    }

    /** Ends the run where an invariant has something to say. */
    void check(List<String> violations) {
        if (!violations.isEmpty()) {
            violations.forEach(v -> trace(() -> "VIOLATION " + v));
            throw new Violation(String.join("; ", violations));
        }
    }

    /** Ends the run where an audit found an invariant broken. */
    void checked(Finding finding) {
        if (finding.failed()) {
            check(List.of(finding.invariant() + " " + finding.evidence()));
        }
    }

    /** A promise was broken. */
    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1;

        Violation(String message) {
            super(message);
        }
    }
}
