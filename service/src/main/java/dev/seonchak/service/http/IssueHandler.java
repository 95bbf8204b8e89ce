package dev.seonchak.service.http;

import dev.seonchak.core.ledger.Ledger;
import dev.seonchak.core.ledger.NoVerdict;
import dev.seonchak.core.ledger.Outcome;
import dev.seonchak.core.ledger.Verdict;
import dev.seonchak.service.metrics.Meters;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The hot path: {@code POST /coupons/{userId}/issue-async?couponId={couponId}}.
 *
 * <p>Most requests of a stampede end here with a refusal out of memory. Only what the ledger cannot answer goes on.
 */
final class IssueHandler implements Handler<RoutingContext> {

    private final Ledger ledger;
    private final BooleanSupplier ledgerIsLive;
    private final IssueDesk desk;
    private final LongSupplier wallClockMs;
    private final Meters meters;

    IssueHandler(Ledger ledger, BooleanSupplier ledgerIsLive, IssueDesk desk, LongSupplier wallClockMs, Meters meters) {
        this.ledger = ledger;
        this.ledgerIsLive = ledgerIsLive;
        this.desk = desk;
        this.wallClockMs = wallClockMs;
        this.meters = meters;
    }

    @Override
    public void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        long userId = Ids.parse(routing.pathParam("userId"));
        if (userId == Ids.INVALID) {
            Replies.problem(request, Problem.INVALID_USER_ID);
            return;
        }
        long couponId = Ids.couponIdOf(request.query());
        if (couponId == Ids.INVALID) {
            Replies.problem(request, Problem.INVALID_COUPON_ID);
            return;
        }
        if (!ledgerIsLive.getAsBoolean()) {
            answerAtOnce(request, couponId, userId, NoVerdict.LOG_UNAVAILABLE);
            return;
        }
        Verdict refusal = ledger.refusal(couponId, userId, wallClockMs.getAsLong());
        if (refusal != null) {
            answerAtOnce(request, couponId, userId, refusal);
            return;
        }
        long began = System.nanoTime();
        Context context = Vertx.currentContext();
        desk.claim(couponId, userId, context, outcome -> {
            if (!request.response().closed()) {
                Replies.claim(request, couponId, userId, outcome);
            }
            meters.answered(outcome, System.nanoTime() - began);
        });
    }

    private void answerAtOnce(HttpServerRequest request, long couponId, long userId, Outcome outcome) {
        Replies.claim(request, couponId, userId, outcome);
        meters.answered(outcome);
    }
}
