package dev.seonchak.audit;

import dev.seonchak.core.audit.Measured;
import dev.seonchak.core.audit.Tolerance;

/**
 * How patient an audit is, and what was measured besides.
 *
 * @param lagWaitMs how long the recorder may take to reach the end that the log had at the start
 * @param settleMs how long the gate may take to come in line; a keeper needs up to 30 s
 * @param patienceMs how long a server may be silent before its evidence counts as unreadable
 */
public record AuditOptions(long lagWaitMs, long settleMs, int patienceMs, Tolerance tolerance, Measured measured) {

    /** Half a minute for recorder and gate, ten seconds for a silent server. */
    public static final AuditOptions DEFAULT =
            new AuditOptions(30_000, 30_000, 10_000, Tolerance.DEFAULT, Measured.NOTHING);

    public AuditOptions {
        if (lagWaitMs < 0 || settleMs < 0 || patienceMs < 1) {
            throw new IllegalArgumentException(
                    "times must not be negative: " + lagWaitMs + ", " + settleMs + ", " + patienceMs + " ms");
        }
    }

    /** With another time for recorder and gate. */
    public AuditOptions waiting(long lagMs, long gateMs) {
        return new AuditOptions(lagMs, gateMs, patienceMs, tolerance, measured);
    }

    /** With what was measured, and what is forgiven. */
    public AuditOptions with(Measured samples, Tolerance forgiven) {
        return new AuditOptions(lagWaitMs, settleMs, patienceMs, forgiven, samples);
    }
}
