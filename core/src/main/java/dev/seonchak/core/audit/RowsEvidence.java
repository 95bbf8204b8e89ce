package dev.seonchak.core.audit;

import dev.seonchak.core.recorder.Issuance;
import dev.seonchak.core.recorder.LogPosition;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A coupon in MySQL as of one instant: all methods speak of the same snapshot. Each may throw {@link Unreadable}. */
public interface RowsEvidence {

    /** How much of the coupon's partition is in the snapshot. */
    LogPosition position();

    /** Which log the rows come from: Kafka's id of the topic; null where nothing was recorded yet. */
    @Nullable
    String topicId();

    /** The coupon's own row; null where there is none. */
    @Nullable
    StoredCoupon coupon();

    /** The coupon's units in quarantine. */
    List<Displaced> displaced();

    /** The rows in ascending order of serial; the last question, asked once. {@code next} and {@code hasNext} may throw as well. */
    Iterator<Issuance> rows();
}
