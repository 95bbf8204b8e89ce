package dev.seonchak.core.ledger;

/** Why the ledger has not spoken. Asking again is always safe. */
public enum NoVerdict implements Outcome {
    /** The claim may or may not be in the log, or may still get there. */
    OUTCOME_UNKNOWN,
    /** Turned away before anything was touched, because too many claims are under way. Nothing was consumed. */
    OVERLOADED,
    /** Turned away before anything was touched, because the log takes no records now. Nothing was consumed. */
    LOG_UNAVAILABLE
}
