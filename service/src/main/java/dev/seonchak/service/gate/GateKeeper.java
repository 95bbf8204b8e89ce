package dev.seonchak.service.gate;

import dev.seonchak.core.claim.Gate.Settlement;
import dev.seonchak.core.ledger.CouponBook;
import dev.seonchak.core.ledger.CouponLedger;
import dev.seonchak.core.ledger.Ledger;
import dev.seonchak.service.config.Config;
import dev.seonchak.service.metrics.Meters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the gate in line with the ledger: loads a new coupon, settles old admissions, aligns what is missing or has drifted, and
 * closes the breaker when Redis is well again.
 *
 * <p>An admission older than {@code sweepAfterMs} whose user the ledger does not have belongs to a request that is over: its
 * node died between gate and log, or its client was told that the outcome is unknown. The unit goes back. Should the claim
 * arrive after all, the log decides as ever and the gate was off by one for a while. It is not sent again on the absent
 * user's behalf: after a restock that could give a coupon to somebody who was told no.
 *
 * <p>Blocking, on one virtual thread. Every node has a keeper; what they do is idempotent, so they need not know of each other.
 */
public final class GateKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(GateKeeper.class);
    private static final int SWEEP_LIMIT = 1_000;
    /** Every so many rounds a coupon is looked at even if nothing has happened to it. */
    private static final int FULL_ROUND = 20;

    private final Config.Gate config;
    private final Ledger ledger;
    private final RedisGate gate;
    private final GateAligner aligner;
    private final BooleanSupplier ledgerIsLive;
    private final Meters meters;
    private final Map<Long, GateLook> suspects = new HashMap<>();
    private final Map<Long, CouponBook> inLine = new HashMap<>();
    private long rounds;
    private boolean poked;
    private final BlockingQueue<Boolean> pokes = new ArrayBlockingQueue<>(1);
    private final Thread thread = Thread.ofVirtual().name("gate-keeper").unstarted(this::run);
    private volatile boolean closing;

    /**
     * A keeper that does nothing before {@link #start}.
     *
     * @param ledgerIsLive false while the ledger has not caught up with the log; until then nothing is compared with it
     */
    public GateKeeper(
            Vertx vertx,
            Context context,
            Config.Gate config,
            Ledger ledger,
            RedisGate gate,
            BooleanSupplier ledgerIsLive,
            Meters meters) {
        this.config = config;
        this.ledger = ledger;
        this.gate = gate;
        this.aligner = new GateAligner(vertx, context, config.url(), config.timeoutMs());
        this.ledgerIsLive = ledgerIsLive;
        this.meters = meters;
        gate.whenUnfit(this::poke);
    }

    /** Begins to look after the gate. Only then its breaker says anything: a process that does not issue never closes it. */
    public void start() {
        meters.gateBreaker(gate, watched -> watched.isOpen() ? 1 : 0);
        thread.start();
    }

    /** Looks after the gate now rather than at the next interval. Any thread. */
    public void poke() {
        var ignored = pokes.offer(true); // one that is there already does as well
    }

    private void run() {
        while (!closing) {
            try {
                if (ledgerIsLive.getAsBoolean()) {
                    round();
                }
            } catch (GateUnavailable e) {
                LOG.debug("Redis is not well: {}", e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("The gate's keeper failed and goes on.", e);
            }
            rest();
        }
    }

    private void rest() {
        try {
            poked = pokes.poll(config.keeperIntervalMs(), TimeUnit.MILLISECONDS) != null;
        } catch (InterruptedException e) {
            closing = true;
        }
    }

    private void round() throws GateUnavailable {
        aligner.send(Request.cmd(Command.PING));
        boolean bypassed = gate.isOpen();
        boolean full = bypassed || poked || rounds++ % FULL_ROUND == 0;
        for (CouponLedger coupon : ledger.coupons()) {
            CouponBook book = coupon.book();
            boolean live = !book.closedAt(ledger.logTimeMs(book.couponId()));
            if (live && (full || !book.equals(inLine.get(book.couponId())))) {
                lookOrStartOver(coupon, bypassed);
            }
        }
        if (bypassed) {
            gate.closeBreaker();
        }
    }

    /** Somebody's key of another type in our place must not keep the gate of every coupon open for ever. */
    private void lookOrStartOver(CouponLedger coupon, boolean bypassed) throws GateUnavailable {
        try {
            look(coupon, bypassed);
        } catch (GateUnavailable e) {
            if (!e.wrongType()) {
                throw e;
            }
            long couponId = coupon.book().couponId();
            LOG.warn("A key of coupon {} in Redis is of another type; its gate starts over.", couponId);
            aligner.startOver(couponId);
        }
    }

    private void look(CouponLedger coupon, boolean bypassed) throws GateUnavailable {
        long couponId = coupon.book().couponId();
        GateLook now = aligner.lookAt(coupon);
        if (now.inLine() && now.pending() == 0) {
            suspects.remove(couponId);
            inLine.put(couponId, now.book());
        } else if (!now.loaded() || (bypassed && !now.inLine())) {
            align(coupon);
        } else {
            sweep(coupon);
            GateLook before = suspects.put(couponId, now);
            // Under load the two differ by what is under way. Standing still and still different is drift.
            if (now.equals(before) && now.pending() == 0) {
                aligner.forget(coupon, aligner.strangers(coupon));
                align(coupon);
            }
        }
    }

    private void align(CouponLedger coupon) throws GateUnavailable {
        aligner.align(coupon);
        meters.gateAlignments().increment();
    }

    private void sweep(CouponLedger coupon) throws GateUnavailable {
        GateKeys keys = GateKeys.of(coupon.book().couponId());
        long nowMs = redisTimeMs();
        Response old = aligner.send(Request.cmd(Command.ZRANGE)
                .arg(keys.pending())
                .arg("-inf")
                .arg(Long.toString(nowMs - config.sweepAfterMs()))
                .arg("BYSCORE")
                .arg("LIMIT")
                .arg(0)
                .arg(SWEEP_LIMIT));
        if (old.size() == 0) {
            return;
        }
        var arguments = new ArrayList<String>(2 * old.size());
        for (Response user : old) {
            arguments.add(RedisGate.letter(settlement(coupon, user.toString())));
            arguments.add(user.toString());
        }
        aligner.call(Script.SETTLE, keys, arguments);
        meters.gateSwept().increment(old.size());
        LOG.info(
                "Settled {} old admissions of coupon {}.",
                old.size(),
                coupon.book().couponId());
    }

    private static Settlement settlement(CouponLedger coupon, String user) {
        if (GateAligner.holds(coupon, user)) {
            return Settlement.HELD;
        }
        return coupon.book().soldOut() ? Settlement.SOLD_OUT : Settlement.RELEASED;
    }

    private long redisTimeMs() throws GateUnavailable {
        Response time = aligner.send(Request.cmd(Command.TIME));
        return time.get(0).toLong() * 1000 + time.get(1).toLong() / 1000;
    }

    /** Ends, within a few seconds. */
    public void stop() throws InterruptedException {
        closing = true;
        poke();
        if (thread.isAlive()) {
            thread.join(2_000);
        }
        aligner.close();
    }
}
