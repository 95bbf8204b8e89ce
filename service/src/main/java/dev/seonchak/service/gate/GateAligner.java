package dev.seonchak.service.gate;

import dev.seonchak.core.ledger.CouponBook;
import dev.seonchak.core.ledger.CouponLedger;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one coupon's keys in Redis what a ledger says. The one way to do so, for a node's keeper and for an operator.
 *
 * <p>Every step may run while nodes issue, be cut short anywhere, and run again. Blocking.
 */
final class GateAligner {

    private static final Logger LOG = LoggerFactory.getLogger(GateAligner.class);
    private static final int CHUNK = 1_000;
    /** Elements of the inventory that one call adds or removes: about a millisecond of Redis. */
    private static final int ALIGN_STEP = 10_000;

    private final RedisLink redis;

    /** Connects with the first call. */
    GateAligner(Vertx vertx, Context context, String url, int timeoutMs) {
        this.redis = new RedisLink(vertx, context, url, Math.max(1_000, timeoutMs));
    }

    GateLook lookAt(CouponLedger coupon) throws GateUnavailable {
        CouponBook book = coupon.book();
        GateKeys keys = GateKeys.of(book.couponId());
        return new GateLook(
                send(Request.cmd(Command.EXISTS).arg(keys.loaded())).toLong() == 1,
                send(Request.cmd(Command.LLEN).arg(keys.inventory())).toLong(),
                send(Request.cmd(Command.SCARD).arg(keys.issuedUsers())).toLong(),
                send(Request.cmd(Command.ZCARD).arg(keys.pending())).toLong(),
                book);
    }

    /** Marks every holder, then brings the inventory in line. Safe at any time, also under load. */
    void align(CouponLedger coupon) throws GateUnavailable {
        GateKeys keys = GateKeys.of(coupon.book().couponId());
        var holders = new ArrayList<String>(coupon.book().issued());
        coupon.forEachHolder(user -> holders.add(Long.toString(user)));
        for (List<String> chunk : chunks(holders)) {
            Request mark = Request.cmd(Command.SADD).arg(keys.issuedUsers());
            chunk.forEach(mark::arg);
            send(mark);
        }
        List<String> arguments = List.of(Integer.toString(coupon.book().quantity()), Integer.toString(ALIGN_STEP));
        while (call(Script.ALIGN, keys, arguments).toLong() > 0) {
            // each call does a bounded step, so that Redis serves others in between
        }
        LOG.info(
                "Aligned the gate of coupon {} with the ledger: {} units in all, {} users.",
                coupon.book().couponId(),
                coupon.book().quantity(),
                holders.size());
    }

    /**
     * Users who are marked although neither the ledger nor pending has them: put there by hand, or left by a gate of another
     * log. Whoever is pending is under way, or the sweep's to settle.
     *
     * <p>A user is looked for in pending after the mark was seen. So a user who turns up here and holds a unit all the same
     * was granted before, in a part of the log that the ledger has not read yet: read on, then {@link #forget}.
     */
    List<String> strangers(CouponLedger coupon) throws GateUnavailable {
        GateKeys keys = GateKeys.of(coupon.book().couponId());
        var strangers = new ArrayList<String>();
        String cursor = "0";
        do {
            Response page = send(Request.cmd(Command.SSCAN)
                    .arg(keys.issuedUsers())
                    .arg(cursor)
                    .arg("COUNT")
                    .arg(CHUNK));
            cursor = page.get(0).toString();
            var unknown = new ArrayList<String>();
            for (Response user : page.get(1)) {
                if (!holds(coupon, user.toString())) {
                    unknown.add(user.toString());
                }
            }
            addWithoutPending(strangers, keys, unknown);
        } while (!cursor.equals("0"));
        return strangers;
    }

    private void addWithoutPending(List<String> strangers, GateKeys keys, List<String> users) throws GateUnavailable {
        for (List<String> chunk : chunks(users)) {
            Request ask = Request.cmd(Command.ZMSCORE).arg(keys.pending());
            chunk.forEach(ask::arg);
            Response scores = send(ask);
            for (int i = 0; i < chunk.size(); i++) {
                if (scores.get(i) == null) {
                    strangers.add(chunk.get(i));
                }
            }
        }
    }

    /** Unmarks those of the strangers whom the ledger still does not have, nor pending, and counts them. Align afterwards. */
    int forget(CouponLedger coupon, List<String> strangers) throws GateUnavailable {
        List<String> still =
                strangers.stream().filter(user -> !holds(coupon, user)).toList();
        int forgotten = 0;
        for (List<String> chunk : chunks(still)) {
            forgotten += call(Script.FORGET, GateKeys.of(coupon.book().couponId()), chunk)
                    .toInteger();
        }
        return forgotten;
    }

    /** Deletes the coupon's keys. Nodes go round the gate until it is aligned again. */
    void startOver(long couponId) throws GateUnavailable {
        Request unlink = Request.cmd(Command.UNLINK);
        GateKeys.of(couponId).all().forEach(unlink::arg);
        send(unlink);
    }

    static boolean holds(CouponLedger coupon, String member) {
        try {
            return coupon.holding(Long.parseLong(member)) != null;
        } catch (NumberFormatException e) {
            return false; // not of ours at all
        }
    }

    private static List<List<String>> chunks(List<String> all) {
        var chunks = new ArrayList<List<String>>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            chunks.add(all.subList(from, Math.min(all.size(), from + CHUNK)));
        }
        return chunks;
    }

    Response call(Script script, GateKeys keys, List<String> arguments) throws GateUnavailable {
        return redis.await(open -> script.call(open, keys.all(), arguments));
    }

    Response send(Request request) throws GateUnavailable {
        return redis.await(open -> open.send(request));
    }

    void close() {
        redis.close();
    }
}
