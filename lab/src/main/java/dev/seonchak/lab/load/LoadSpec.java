package dev.seonchak.lab.load;

import java.util.List;

/**
 * How a run reaches its targets.
 *
 * @param targets the nodes; requests take them in turn, as behind a load balancer that checks nobody's health
 * @param connections keep-alive connections to each node, all opened before the first request
 * @param timeoutMs longest wait for an answer from the sending on, and longest wait in line from the due instant on
 * @param queueCapacity requests that may wait for a connection of one node; one more is dropped
 * @param lateMs a request sent later than this after it was due is reported as late
 * @param tickUs shortest sleep of the generator: smaller is more punctual and costs more CPU
 */
public record LoadSpec(
        List<Target> targets, int connections, long timeoutMs, int queueCapacity, long lateMs, long tickUs) {

    /** The longest tick: beyond it nothing would be sent in time. */
    public static final long LONGEST_TICK_US = 5000;

    /** The longest wait for an answer, 10 minutes: latencies beyond it could not be told apart. */
    public static final long LONGEST_TIMEOUT_MS = 600_000;

    public LoadSpec {
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("a load needs at least one target");
        }
        if (connections < 1 || queueCapacity < 1 || lateMs < 0) {
            throw new IllegalArgumentException("connections and queue must be positive: connections=" + connections
                    + " queue=" + queueCapacity + " lateMs=" + lateMs);
        }
        if (timeoutMs < 1 || timeoutMs > LONGEST_TIMEOUT_MS || tickUs < 0 || tickUs > LONGEST_TICK_US) {
            throw new IllegalArgumentException("the timeout must be 1 to " + LONGEST_TIMEOUT_MS
                    + " ms and the tick 0 to " + LONGEST_TICK_US + " µs: timeoutMs=" + timeoutMs + " tickUs=" + tickUs);
        }
    }

    /** A spec with the usual bounds: 256 connections to each node, 10 s, 20,000 in line, late after 10 ms, 200 µs. */
    public static LoadSpec to(List<Target> targets) {
        return new LoadSpec(targets, 256, 10_000, 20_000, 10, 200);
    }
}
