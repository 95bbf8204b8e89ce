package dev.seonchak.core.audit;

import java.util.Arrays;
import java.util.List;

/**
 * The audit of one coupon.
 *
 * @param findings one for each invariant, in their order
 */
public record AuditReport(long couponId, List<Finding> findings) {

    public AuditReport {
        findings = List.copyOf(findings);
        List<Invariant> judged = findings.stream().map(Finding::invariant).toList();
        if (!judged.equals(Arrays.asList(Invariant.values()))) {
            throw new IllegalArgumentException("one finding for each invariant, in order, but got " + judged);
        }
    }

    /** All findings in one word. */
    public AuditVerdict verdict() {
        if (count(Finding.Status.FAIL) > 0) {
            return AuditVerdict.FAIL;
        }
        return count(Finding.Status.UNKNOWN) > 0 ? AuditVerdict.UNKNOWN : AuditVerdict.PASS;
    }

    /** The finding on an invariant. */
    public Finding finding(Invariant invariant) {
        return findings.stream()
                .filter(f -> f.invariant() == invariant)
                .findFirst()
                .orElseThrow();
    }

    /** Invariants with a pass or a fail. */
    public int judged() {
        return count(Finding.Status.PASS) + count(Finding.Status.FAIL);
    }

    /** Invariants that were broken. */
    public List<Invariant> failed() {
        return findings.stream().filter(Finding::failed).map(Finding::invariant).toList();
    }

    private int count(Finding.Status status) {
        return (int) findings.stream().filter(f -> f.status() == status).count();
    }
}
