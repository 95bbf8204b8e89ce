package dev.seonchak.core.audit;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The evidence about one coupon. What is null was not handed in, and what needs it is not judged.
 *
 * @param partitions number of partitions of the log
 * @param lag waits for the recorder and says how far it came; may throw {@link Unreadable}
 */
public record CaseFile(
        long couponId,
        int partitions,
        @Nullable Histories histories,
        @Nullable LogEvidence log,
        @Nullable RowsEvidence rows,
        @Nullable GateEvidence gate,
        @Nullable Supplier<RecorderLag> lag,
        Measured measured,
        Tolerance tolerance) {

    /** Nothing yet about a coupon. */
    public static CaseFile of(long couponId, int partitions) {
        return new CaseFile(couponId, partitions, null, null, null, null, null, Measured.NOTHING, Tolerance.DEFAULT);
    }

    /** With what clients were told. */
    public CaseFile with(@Nullable Histories told) {
        return new CaseFile(couponId, partitions, told, log, rows, gate, lag, measured, tolerance);
    }

    /** With the log. */
    public CaseFile with(@Nullable LogEvidence claims) {
        return new CaseFile(couponId, partitions, histories, claims, rows, gate, lag, measured, tolerance);
    }

    /** With MySQL. */
    public CaseFile with(@Nullable RowsEvidence stored) {
        return new CaseFile(couponId, partitions, histories, log, stored, gate, lag, measured, tolerance);
    }

    /** With Redis. */
    public CaseFile with(@Nullable GateEvidence keys) {
        return new CaseFile(couponId, partitions, histories, log, rows, keys, lag, measured, tolerance);
    }

    /** With the recorder's lag. */
    public CaseFile withLag(@Nullable Supplier<RecorderLag> recorder) {
        return new CaseFile(couponId, partitions, histories, log, rows, gate, recorder, measured, tolerance);
    }

    /** With what was measured, and what is forgiven. */
    public CaseFile with(Measured samples, Tolerance forgiven) {
        return new CaseFile(couponId, partitions, histories, log, rows, gate, lag, samples, forgiven);
    }

    boolean has(Source source) {
        return switch (source) {
            case HISTORIES -> histories != null;
            case LOG -> log != null;
            case MYSQL -> rows != null;
            case REDIS -> gate != null;
        };
    }
}
