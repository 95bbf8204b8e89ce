package dev.seonchak.service.gate;

import dev.seonchak.core.ledger.CouponLedger;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;

/**
 * Makes the gate what the log says, from outside, while nodes go on issuing.
 *
 * <p>A tool's ledger lags behind the nodes' own, so a user of whom it does not know may hold a unit. That is why it reads on
 * between finding strangers and forgetting them, and again before it marks holders: who was granted a unit meanwhile keeps
 * the mark, or gets it back.
 */
public final class GateRebuild implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final GateAligner aligner;

    /** Connects with the first call. */
    public GateRebuild(String redisUrl, int timeoutMs) {
        this.aligner = new GateAligner(vertx, vertx.getOrCreateContext(), redisUrl, timeoutMs);
    }

    /**
     * What a coupon's gate was and what it is.
     *
     * @param wrongType whether a key of another type stood there, so that it started over and nothing is known of before
     * @param strangers users who were marked although nobody has seen them
     */
    public record Rebuilt(GateLook before, GateLook after, boolean wrongType, int strangers) {}

    /**
     * Brings one coupon's keys in line with the ledger. Blocking; may be repeated at any time.
     *
     * @param readOn brings the coupon's ledger up to the log's present end
     * @param fromScratch deletes the keys first
     * @throws GateUnavailable where Redis does not answer: the gate is left somewhere on the way, which costs no unit
     */
    public Rebuilt rebuild(CouponLedger coupon, Runnable readOn, boolean fromScratch) throws GateUnavailable {
        try {
            return rebuilt(coupon, readOn, fromScratch, false);
        } catch (GateUnavailable e) {
            if (!e.wrongType()) {
                throw e;
            }
            return rebuilt(coupon, readOn, true, true);
        }
    }

    private Rebuilt rebuilt(CouponLedger coupon, Runnable readOn, boolean fromScratch, boolean wrongType)
            throws GateUnavailable {
        GateLook before = wrongType ? new GateLook(false, 0, 0, 0, coupon.book()) : aligner.lookAt(coupon);
        if (fromScratch) {
            aligner.startOver(coupon.book().couponId());
        }
        List<String> suspects = aligner.strangers(coupon);
        readOn.run();
        int strangers = aligner.forget(coupon, suspects);
        readOn.run();
        int quantity;
        do { // a restock meanwhile
            quantity = coupon.book().quantity();
            aligner.align(coupon);
            readOn.run();
        } while (coupon.book().quantity() != quantity);
        return new Rebuilt(before, aligner.lookAt(coupon), wrongType, strangers);
    }

    @Override
    public void close() {
        aligner.close();
        var ignored = vertx.close();
    }
}
