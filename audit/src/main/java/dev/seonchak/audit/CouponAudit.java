package dev.seonchak.audit;

import dev.seonchak.core.audit.AuditReport;
import dev.seonchak.core.audit.CaseFile;
import dev.seonchak.core.audit.CouponCase;
import dev.seonchak.core.audit.Histories;
import org.jspecify.annotations.Nullable;

/**
 * The audit of one coupon on a running deployment. Reads and never writes; safe while the coupon is being issued.
 *
 * <p>MySQL is one snapshot, which says itself how much of the log is in it; the log is read from its first record; the gate
 * is looked at until it is in line with the log, or its time is over.
 */
public final class CouponAudit {

    private CouponAudit() {}

    /**
     * Audits. Blocking, for as long as the reading takes and the options allow.
     *
     * @param histories what clients were told; null where nobody knows
     * @return a report in every case: what cannot be read is unknown in it
     */
    public static AuditReport run(
            Deployment deployment,
            long couponId,
            @Nullable Histories histories,
            AuditOptions options,
            Progress progress) {
        try (var log = KafkaLog.open(deployment, couponId, options, progress);
                var rows = MySqlRows.open(deployment, couponId, options, progress);
                var gate = RedisKeys.open(deployment, couponId, options, progress)) {
            CaseFile file = CaseFile.of(couponId, deployment.partitions())
                    .with(histories)
                    .with(log)
                    .with(rows)
                    .with(gate)
                    .withLag(log == null || rows == null ? null : () -> LagWatch.wait(log, rows, options.lagWaitMs()))
                    .with(options.measured(), options.tolerance());
            return CouponCase.judge(file);
        }
    }
}
