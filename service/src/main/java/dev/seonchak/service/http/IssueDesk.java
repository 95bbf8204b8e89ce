package dev.seonchak.service.http;

import dev.seonchak.core.claim.Applied;
import dev.seonchak.core.claim.Issuer;
import dev.seonchak.core.ledger.NoVerdict;
import dev.seonchak.core.ledger.Outcome;
import io.vertx.core.Context;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The way from every event loop to the one on which the issuer lives, and back. Bounds what is on its way.
 */
public final class IssueDesk {

    /** Fine enough for the wait on an empty gate, coarse enough to cost nothing. */
    private static final long TICK_MS = 5;

    private final Context context;
    private final Issuer issuer;
    private final int maxWaiting;
    private final AtomicInteger waiting = new AtomicInteger();

    public IssueDesk(Context issuerContext, Issuer issuer, int maxWaiting) {
        this.context = issuerContext;
        this.issuer = issuer;
        this.maxWaiting = maxWaiting;
        context.runOnContext(v -> context.owner().setPeriodic(TICK_MS, id -> issuer.tick()));
    }

    /** Starts a claim. The client is told once, on the given context. */
    void claim(long couponId, long userId, Context replyContext, Consumer<Outcome> client) {
        if (waiting.incrementAndGet() > maxWaiting) {
            waiting.decrementAndGet();
            client.accept(NoVerdict.OVERLOADED);
            return;
        }
        context.runOnContext(v -> issuer.claim(couponId, userId, outcome -> {
            waiting.decrementAndGet();
            replyContext.runOnContext(r -> client.accept(outcome));
        }));
    }

    /** Hands on what was read back from the log. Any thread. */
    public void applied(List<Applied> batch) {
        context.runOnContext(v -> issuer.applied(batch));
    }

    /** Clients that wait now. */
    public int waiting() {
        return waiting.get();
    }

    /** Tells every waiting client that its outcome is unknown. */
    public void abandon() {
        context.runOnContext(v -> issuer.abandon());
    }
}
