package dev.seonchak.core.claim;

import dev.seonchak.core.ledger.Outcome;
import dev.seonchak.core.record.LogRecord.Claimed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A claim under way, with the clients that wait for it: the one who began it, and the same user's other requests. */
final class PendingClaim {

    final Claimed claim;
    final long deadlineMs;
    final Consumer<Outcome> first;
    /** Once sent, only its own verdict, or that the user holds a unit, may end it: it may yet be granted. */
    boolean sent;

    boolean done;
    private @Nullable List<Consumer<Outcome>> others;

    PendingClaim(Claimed claim, long deadlineMs, Consumer<Outcome> first) {
        this.claim = claim;
        this.deadlineMs = deadlineMs;
        this.first = first;
    }

    void join(Consumer<Outcome> client) {
        if (others == null) {
            others = new ArrayList<>(2);
        }
        others.add(client);
    }

    List<Consumer<Outcome>> others() {
        return others == null ? List.of() : others;
    }
}
