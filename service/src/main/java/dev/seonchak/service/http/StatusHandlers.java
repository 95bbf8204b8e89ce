package dev.seonchak.service.http;

import dev.seonchak.core.ledger.CouponBook;
import dev.seonchak.core.ledger.CouponLedger;
import dev.seonchak.core.ledger.Holding;
import dev.seonchak.core.ledger.Ledger;
import io.vertx.ext.web.RoutingContext;
import java.util.StringJoiner;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Look-ups: a coupon, a user's coupons. Answered from the ledger, so right after a 202 they know of it. */
final class StatusHandlers {

    private final Ledger ledger;
    private final BooleanSupplier ledgerIsLive;
    private final LongSupplier wallClockMs;

    StatusHandlers(Ledger ledger, BooleanSupplier ledgerIsLive, LongSupplier wallClockMs) {
        this.ledger = ledger;
        this.ledgerIsLive = ledgerIsLive;
        this.wallClockMs = wallClockMs;
    }

    /** {@code GET /coupons/{couponId}}. */
    void coupon(RoutingContext routing) {
        long couponId = Ids.parse(routing.pathParam("couponId"));
        if (couponId == Ids.INVALID) {
            Replies.problem(routing.request(), Problem.INVALID_COUPON_ID);
        } else if (ready(routing)) {
            CouponLedger coupon = ledger.coupon(couponId);
            if (coupon == null) {
                Replies.problem(routing.request(), Problem.UNKNOWN_COUPON);
            } else {
                Replies.json(
                        routing.request(),
                        200,
                        CouponJson.of(coupon.book(), stateTimeMs(coupon.book())).encode());
            }
        }
    }

    /** {@code GET /users/{userId}/coupons/{couponId}}. */
    void usersCoupon(RoutingContext routing) {
        long userId = Ids.parse(routing.pathParam("userId"));
        long couponId = Ids.parse(routing.pathParam("couponId"));
        if (userId == Ids.INVALID) {
            Replies.problem(routing.request(), Problem.INVALID_USER_ID);
        } else if (couponId == Ids.INVALID) {
            Replies.problem(routing.request(), Problem.INVALID_COUPON_ID);
        } else if (ready(routing)) {
            CouponLedger coupon = ledger.coupon(couponId);
            Holding held = coupon == null ? null : coupon.holding(userId);
            if (coupon == null) {
                Replies.problem(routing.request(), Problem.UNKNOWN_COUPON);
            } else if (held == null) {
                Replies.problem(routing.request(), Problem.NOT_ISSUED);
            } else {
                Replies.json(routing.request(), 200, Replies.issued(couponId, userId, held));
            }
        }
    }

    /** {@code GET /users/{userId}/coupons}. */
    void usersCoupons(RoutingContext routing) {
        long userId = Ids.parse(routing.pathParam("userId"));
        if (userId == Ids.INVALID) {
            Replies.problem(routing.request(), Problem.INVALID_USER_ID);
        } else if (ready(routing)) {
            var coupons = new StringJoiner(",", "{\"userId\":" + userId + ",\"coupons\":[", "]}");
            for (CouponLedger coupon : ledger.coupons()) {
                Holding held = coupon.holding(userId);
                if (held != null) {
                    coupons.add(Replies.issued(coupon.book().couponId(), userId, held));
                }
            }
            Replies.json(routing.request(), 200, coupons.toString());
        }
    }

    private boolean ready(RoutingContext routing) {
        if (!ledgerIsLive.getAsBoolean()) {
            Replies.problem(routing.request(), Problem.LOG_UNAVAILABLE);
            return false;
        }
        return true;
    }

    /** People ask what a coupon is now; what was closed or opened by the log's clock stays so. */
    private long stateTimeMs(CouponBook book) {
        return Math.max(ledger.logTimeMs(book.couponId()), wallClockMs.getAsLong());
    }
}
