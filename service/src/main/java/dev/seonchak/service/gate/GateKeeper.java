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
import java.util.List;
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
    private static final int CHUNK = 1_000;
    private static final int SWEEP_LIMIT = 1_000;
    /** Elements of the inventory that one call adds or removes: about a millisecond of Redis. */
    private static final int ALIGN_STEP = 10_000;
    /** Every so many rounds a coupon is looked at even if nothing has happened to it. */
    private static final int FULL_ROUND = 20;

    /** What Redis has of a coupon, beside the ledger at about the same time. */
    private record Look(boolean loaded, long units, long users, long pending, CouponBook book) {
        boolean inLine() {
            return loaded && units == book.remaining() && users == book.issued();
        }
    }

    private final Config.Gate config;
    private final Ledger ledger;
    private final RedisGate gate;
    private final RedisLink redis;
    private final BooleanSupplier ledgerIsLive;
    private final Meters meters;
    private final Map<Long, Look> suspects = new HashMap<>();
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
        this.redis = new RedisLink(vertx, context, config.url(), Math.max(1_000, config.timeoutMs()));
        this.ledgerIsLive = ledgerIsLive;
        this.meters = meters;
        gate.whenUnfit(this::poke);
    }

    /** Begins to look after the gate. */
    public void start() {
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
        send(Request.cmd(Command.PING));
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
            Request unlink = Request.cmd(Command.UNLINK);
            GateKeys.of(couponId).all().forEach(unlink::arg);
            send(unlink);
        }
    }

    private void look(CouponLedger coupon, boolean bypassed) throws GateUnavailable {
        long couponId = coupon.book().couponId();
        Look now = lookAt(coupon);
        if (now.inLine() && now.pending() == 0) {
            suspects.remove(couponId);
            inLine.put(couponId, now.book());
        } else if (!now.loaded() || (bypassed && !now.inLine())) {
            align(coupon);
        } else {
            sweep(coupon);
            Look before = suspects.put(couponId, now);
            // Under load the two differ by what is under way. Standing still and still different is drift.
            if (now.equals(before) && now.pending() == 0) {
                forgetStrangers(coupon);
                align(coupon);
            }
        }
    }

    private Look lookAt(CouponLedger coupon) throws GateUnavailable {
        CouponBook book = coupon.book();
        GateKeys keys = GateKeys.of(book.couponId());
        return new Look(
                send(Request.cmd(Command.EXISTS).arg(keys.loaded())).toLong() == 1,
                send(Request.cmd(Command.LLEN).arg(keys.inventory())).toLong(),
                send(Request.cmd(Command.SCARD).arg(keys.issuedUsers())).toLong(),
                send(Request.cmd(Command.ZCARD).arg(keys.pending())).toLong(),
                book);
    }

    private void sweep(CouponLedger coupon) throws GateUnavailable {
        GateKeys keys = GateKeys.of(coupon.book().couponId());
        long nowMs = redisTimeMs();
        Response old = send(Request.cmd(Command.ZRANGE)
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
        redis.await(open -> Script.SETTLE.call(open, keys.all(), arguments));
        meters.gateSwept().increment(old.size());
        LOG.info(
                "Settled {} old admissions of coupon {}.",
                old.size(),
                coupon.book().couponId());
    }

    private static Settlement settlement(CouponLedger coupon, String user) {
        if (holds(coupon, user)) {
            return Settlement.HELD;
        }
        return coupon.book().soldOut() ? Settlement.SOLD_OUT : Settlement.RELEASED;
    }

    private long redisTimeMs() throws GateUnavailable {
        Response time = send(Request.cmd(Command.TIME));
        return time.get(0).toLong() * 1000 + time.get(1).toLong() / 1000;
    }

    /** Marks every holder, then brings the inventory in line. Safe at any time, also under load. */
    private void align(CouponLedger coupon) throws GateUnavailable {
        GateKeys keys = GateKeys.of(coupon.book().couponId());
        var holders = new ArrayList<String>(coupon.book().issued());
        coupon.forEachHolder(user -> holders.add(Long.toString(user)));
        for (int from = 0; from < holders.size(); from += CHUNK) {
            Request mark = Request.cmd(Command.SADD).arg(keys.issuedUsers());
            holders.subList(from, Math.min(holders.size(), from + CHUNK)).forEach(mark::arg);
            send(mark);
        }
        List<String> arguments = List.of(Integer.toString(coupon.book().quantity()), Integer.toString(ALIGN_STEP));
        while (redis.await(open -> Script.ALIGN.call(open, keys.all(), arguments))
                        .toLong()
                > 0) {
            // each call does a bounded step, so that Redis serves others in between
        }
        meters.gateAlignments().increment();
        LOG.info(
                "Aligned the gate of coupon {} with the ledger: {} units in all, {} users.",
                coupon.book().couponId(),
                coupon.book().quantity(),
                holders.size());
    }

    /** Unmarks users whom neither the ledger nor pending has: put there by hand, or left by a gate of another log. */
    private void forgetStrangers(CouponLedger coupon) throws GateUnavailable {
        GateKeys keys = GateKeys.of(coupon.book().couponId());
        String cursor = "0";
        do {
            Response page = send(Request.cmd(Command.SSCAN)
                    .arg(keys.issuedUsers())
                    .arg(cursor)
                    .arg("COUNT")
                    .arg(CHUNK));
            cursor = page.get(0).toString();
            var strangers = new ArrayList<String>();
            for (Response user : page.get(1)) {
                if (!holds(coupon, user.toString())) {
                    strangers.add(user.toString());
                }
            }
            if (!strangers.isEmpty()) {
                redis.await(open -> Script.FORGET.call(open, keys.all(), strangers));
            }
        } while (!cursor.equals("0"));
    }

    private static boolean holds(CouponLedger coupon, String member) {
        try {
            return coupon.holding(Long.parseLong(member)) != null;
        } catch (NumberFormatException e) {
            return false; // not of ours at all
        }
    }

    private Response send(Request request) throws GateUnavailable {
        return redis.await(open -> open.send(request));
    }

    /** Ends, within a few seconds. */
    public void stop() throws InterruptedException {
        closing = true;
        poke();
        if (thread.isAlive()) {
            thread.join(2_000);
        }
        redis.close();
    }
}
