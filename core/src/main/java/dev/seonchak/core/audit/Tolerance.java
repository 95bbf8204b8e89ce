package dev.seonchak.core.audit;

/**
 * What an audit forgives when it compares times.
 *
 * @param skewMs how far the clocks of clients, nodes and log may be apart. Nothing that only one clock ordered is forgiven
 * @param staleMs how far a node's replica may be behind the log when it refuses: for so long after a restock it may still
 *     say sold-out, for so long after a definition that there is no such coupon
 */
public record Tolerance(long skewMs, long staleMs) {

    /** A second between clocks, ten for a node that was frozen and has not caught up. */
    public static final Tolerance DEFAULT = new Tolerance(1_000, 10_000);

    public Tolerance {
        if (skewMs < 0 || staleMs < 0) {
            throw new IllegalArgumentException("must not be negative: " + skewMs + " and " + staleMs + " ms");
        }
    }
}
