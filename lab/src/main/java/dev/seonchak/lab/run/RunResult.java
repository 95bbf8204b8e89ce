package dev.seonchak.lab.run;

import dev.seonchak.core.audit.AuditReport;
import dev.seonchak.core.audit.AuditVerdict;
import dev.seonchak.lab.load.Settle.Settled;
import dev.seonchak.lab.watch.Event;
import java.util.List;

/**
 * What a run has shown.
 *
 * @param before what clients saw from the opening to the first fault
 * @param after what they saw from the last healing to the end of the load
 * @param settled how the users fared who did not know and asked again
 * @param events what happened and what the application did about it
 * @param well whether every node was well again afterwards
 * @param tookMs length of the whole run
 */
public record RunResult(
        Experiment experiment,
        long couponId,
        long startedAtMs,
        Latencies before,
        List<Aftermath> faults,
        Latencies after,
        Settled settled,
        AuditReport report,
        List<Event> events,
        boolean well,
        long tookMs,
        Measurements measured) {

    /** Whether the generator kept to its schedule; where not, latencies are its own. */
    public boolean held() {
        return measured.load().held();
    }

    /** All findings in one word. A fault that did not come at its moment has not shown what it was to show. */
    public AuditVerdict verdict() {
        boolean asPlanned = faults.stream().allMatch(one -> one.struck().note().isEmpty());
        return report.verdict().and(asPlanned ? AuditVerdict.PASS : AuditVerdict.UNKNOWN);
    }
}
