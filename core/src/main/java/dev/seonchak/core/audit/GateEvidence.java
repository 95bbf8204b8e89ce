package dev.seonchak.core.audit;

import java.util.function.LongConsumer;

/** A coupon's keys in Redis. Each method may throw {@link Unreadable}. */
public interface GateEvidence {

    /** The counts at one instant. */
    GateCounts counts();

    /** Every member of {@code issued_users} that is there all the time; some may come twice. */
    void members(LongConsumer each);

    /** Waits a little, because a gate that is alive may yet come in line. False where it has had its time. */
    boolean again();
}
