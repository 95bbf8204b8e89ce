package dev.seonchak.core.audit;

import dev.seonchak.core.recorder.LogEntry;
import org.jspecify.annotations.Nullable;

/** The coupon's partition of the log, from its first record. Each method may throw {@link Unreadable}. */
public interface LogEvidence {

    /** The next entry; null at the end as {@link #toEnd} last saw it, or as it was at the first call. */
    @Nullable
    LogEntry next();

    /** Looks again where the log ends now, so that {@link #next} goes on to there. */
    void toEnd();

    /** Kafka's id of the topic; null where it has none. */
    @Nullable
    String topicId();
}
