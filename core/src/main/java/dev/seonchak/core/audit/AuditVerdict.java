package dev.seonchak.core.audit;

/** What an audit says in one word. */
public enum AuditVerdict {
    /** Nothing was broken, and everything asked for could be read. */
    PASS(0),
    /** At least one invariant was broken. */
    FAIL(1),
    /** Nothing was found broken, but not everything could be read. Never a pass. */
    UNKNOWN(2);

    private final int exitCode;

    AuditVerdict(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The exit code of a command that ends with this verdict. */
    public int exitCode() {
        return exitCode;
    }

    /** The verdict on several audits together. */
    public AuditVerdict and(AuditVerdict other) {
        if (this == FAIL || other == FAIL) {
            return FAIL;
        }
        return this == UNKNOWN ? this : other;
    }
}
