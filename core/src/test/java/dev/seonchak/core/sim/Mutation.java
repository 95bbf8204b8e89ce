package dev.seonchak.core.sim;

import dev.seonchak.core.claim.BrokenIssuers;
import dev.seonchak.core.claim.BrokenIssuers.Parts;
import dev.seonchak.core.claim.Issuer;

/**
 * A deliberate mistake in one part of the system. The number is how many seeds may pass before the simulation must have
 * noticed.
 */
enum Mutation {
    NONE(0),
    GATE_TRUSTED_AS_FINAL(50),
    ACCEPTED_AT_PRODUCE_TIME(50),
    STOCK_RETURNED_ON_A_TIMED_OUT_SEND(400),
    ANOTHER_CLAIMS_REFUSAL_TAKEN(1_000),
    ANOTHER_CLAIMS_GRANT_TAKEN(50),
    REFUSED_AT_THE_DEADLINE(400),
    SENT_CLAIMS_REFUSED_FROM_MEMORY(50),
    CLOSED_BY_THE_WALL_CLOCK(50),
    HOLDER_READ_BEFORE_THE_BOOK(50),
    POSITION_COMMITTED_BEFORE_THE_ROWS(400),
    NO_COMPARE_AND_SET(200),
    LOG_TIME_LOST_WITH_THE_RECORDER(600),
    MISPLACED_RECORDS_TRUSTED(100),
    SAME_USER_GRANTED_TWICE(100),
    NEWER_RECORDS_SKIPPED(1_000),
    SERVES_BEFORE_IT_HAS_CAUGHT_UP(400),
    SWEEP_APPENDS_CLAIMS(2_000),
    KEEPER_NEVER_ALIGNS(200);

    final int seeds;

    Mutation(int seeds) {
        this.seeds = seeds;
    }

    /** The issuer of every node; a sound one where the mistake is elsewhere. */
    Issuer issuer(Parts parts) {
        return switch (this) {
            case GATE_TRUSTED_AS_FINAL -> BrokenIssuers.trustsTheGate(parts);
            case ACCEPTED_AT_PRODUCE_TIME -> BrokenIssuers.acceptsAtProduceTime(parts);
            case STOCK_RETURNED_ON_A_TIMED_OUT_SEND -> BrokenIssuers.returnsStockOnATimedOutSend(parts);
            case ANOTHER_CLAIMS_REFUSAL_TAKEN -> BrokenIssuers.takesAnothersRefusal(parts);
            case ANOTHER_CLAIMS_GRANT_TAKEN -> BrokenIssuers.takesAnothersGrant(parts);
            case REFUSED_AT_THE_DEADLINE -> BrokenIssuers.refusesAtTheDeadline(parts);
            case SENT_CLAIMS_REFUSED_FROM_MEMORY -> BrokenIssuers.refusesSentClaimsFromMemory(parts);
            case CLOSED_BY_THE_WALL_CLOCK -> BrokenIssuers.closesByTheWallClock(parts);
            case HOLDER_READ_BEFORE_THE_BOOK -> BrokenIssuers.readsTheHolderBeforeTheBook(parts);
            case NONE,
                    POSITION_COMMITTED_BEFORE_THE_ROWS,
                    NO_COMPARE_AND_SET,
                    LOG_TIME_LOST_WITH_THE_RECORDER,
                    MISPLACED_RECORDS_TRUSTED,
                    SAME_USER_GRANTED_TWICE,
                    NEWER_RECORDS_SKIPPED,
                    SERVES_BEFORE_IT_HAS_CAUGHT_UP,
                    SWEEP_APPENDS_CLAIMS,
                    KEEPER_NEVER_ALIGNS -> BrokenIssuers.sound(parts);
        };
    }
}
