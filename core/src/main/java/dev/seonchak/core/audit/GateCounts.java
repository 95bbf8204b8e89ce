package dev.seonchak.core.audit;

import java.util.Set;

/**
 * What Redis has of a coupon at one instant.
 *
 * @param loaded whether the gate says of itself that it mirrors the ledger
 * @param units elements of {@code inventory}
 * @param users members of {@code issued_users}
 * @param pending users whose claim the ledger had not shown yet
 */
public record GateCounts(boolean loaded, long units, long users, Set<Long> pending) {

    public GateCounts {
        pending = Set.copyOf(pending);
    }
}
