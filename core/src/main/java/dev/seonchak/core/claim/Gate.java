package dev.seonchak.core.claim;

import java.util.function.Consumer;

/**
 * The thin gate in front of the log: takes a unit off a shared stock so that a crowd does not write a record each.
 *
 * <p>Advisory. Whatever it answers, the log decides: a gate that is wrong, empty, slow or gone costs records, never a unit.
 */
public interface Gate {

    /**
     * Asks for one unit. Answers exactly once, on the issuer's thread, within the gate's own time limit; possibly before
     * this method returns.
     */
    void admit(long couponId, long userId, Consumer<Admission> answer);

    /** Tells the gate how an earlier admission ended. Best effort: what is lost here is found by the gate's own sweep. */
    void settle(long couponId, long userId, Settlement settlement);

    /** The gate's answer. */
    enum Admission {
        /** A unit was taken and the user marked. */
        ADMITTED,
        /** The user is marked already: in flight elsewhere, or stranded by a crash. The log tells which. */
        KNOWN,
        /** No unit left in the gate. The ledger tells whether that is true. */
        EMPTY,
        /** The gate cannot say: keys not loaded, slow, broken, or its breaker is open. */
        BYPASS
    }

    /** How an admission ended. */
    enum Settlement {
        /** The ledger has the user: the mark stays, one unit stays gone. */
        HELD,
        /** The user got nothing and the stock is not gone: mark removed, unit back. */
        RELEASED,
        /** The user got nothing because there is nothing: mark removed, no unit back. */
        SOLD_OUT
    }
}
