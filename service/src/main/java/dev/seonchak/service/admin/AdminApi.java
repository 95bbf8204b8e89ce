package dev.seonchak.service.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seonchak.core.ledger.CouponBook;
import dev.seonchak.core.ledger.CouponLedger;
import dev.seonchak.core.ledger.Ledger;
import dev.seonchak.core.record.LogRecord;
import dev.seonchak.core.record.LogRecord.CouponClosed;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import dev.seonchak.core.record.LogRecord.CouponRestocked;
import dev.seonchak.service.claimlog.KafkaClaimLog;
import dev.seonchak.service.claimlog.LogTail;
import dev.seonchak.service.http.CouponJson;
import dev.seonchak.service.http.Ids;
import dev.seonchak.service.http.Problem;
import dev.seonchak.service.http.Replies;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /admin/coupons}: define, show, restock and close coupons, with a bearer token.
 *
 * <p>Each change is a record of the coupon's partition, in the same total order as the claims. It is answered after this
 * node has read it back; an unknown outcome is called unknown, and every command may be repeated: a definition, a new total
 * and an end change nothing the second time.
 */
public final class AdminApi {

    private static final Logger LOG = LoggerFactory.getLogger(AdminApi.class);
    private static final long MAX_BODY_BYTES = 16 * 1024;
    private static final long REQUEST_TIMEOUT_MS = 15_000;
    private static final long LOG_TIMEOUT_MS = 5_000;

    /** What a command answers. */
    private record Answer(int status, JsonObject body) {}

    private final byte[] token;
    private final Ledger ledger;
    private final LogTail tail;
    private final KafkaClaimLog log;
    private final Supplier<String> recordIds;
    private final Runnable whenChanged;
    private final LongSupplier wallClockMs;

    /**
     * The routes of operators.
     *
     * @param token the bearer token, not empty
     * @param whenChanged runs after a coupon was changed here
     */
    public AdminApi(
            String token,
            Ledger ledger,
            LogTail tail,
            KafkaClaimLog log,
            Supplier<String> recordIds,
            Runnable whenChanged,
            LongSupplier wallClockMs) {
        this.token = token.getBytes(UTF_8);
        this.ledger = ledger;
        this.tail = tail;
        this.log = log;
        this.recordIds = recordIds;
        this.whenChanged = whenChanged;
        this.wallClockMs = wallClockMs;
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        router.route("/admin/*").handler(TimeoutHandler.create(REQUEST_TIMEOUT_MS, 408));
        router.route("/admin/*").handler(this::authorize);
        router.route("/admin/*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        router.post("/admin/coupons").handler(routing -> run(routing, () -> define(CouponRequest.read(routing))));
        router.get("/admin/coupons").handler(routing -> run(routing, this::list));
        router.get("/admin/coupons/:couponId").handler(routing -> run(routing, () -> show(couponId(routing))));
        router.post("/admin/coupons/:couponId/restock")
                .handler(routing -> run(routing, () -> restock(couponId(routing), CouponRequest.newQuantity(routing))));
        router.post("/admin/coupons/:couponId/close").handler(routing -> run(routing, () -> close(couponId(routing))));
    }

    private void authorize(RoutingContext routing) {
        String header = routing.request().getHeader("Authorization");
        String given = header != null && header.startsWith("Bearer ") ? header.substring("Bearer ".length()) : "";
        if (MessageDigest.isEqual(given.getBytes(UTF_8), token)) {
            routing.next();
        } else {
            routing.response().putHeader("WWW-Authenticate", "Bearer");
            Replies.problem(routing.request(), Problem.UNAUTHORIZED);
        }
    }

    private interface Command {
        Answer run() throws AdminRefusal, InterruptedException;
    }

    /** Off the event loop, and back for the answer. */
    private void run(RoutingContext routing, Command command) {
        Context context = Vertx.currentContext();
        Thread.ofVirtual().name("admin").start(() -> {
            try {
                if (tail.state() != LogTail.State.LIVE) {
                    throw new AdminRefusal(Problem.LOG_UNAVAILABLE);
                }
                Answer answer = command.run();
                context.runOnContext(v -> Replies.json(
                        routing.request(), answer.status(), answer.body().encode()));
            } catch (AdminRefusal e) {
                context.runOnContext(v -> refuse(routing, e));
            } catch (InterruptedException | RuntimeException e) {
                context.runOnContext(v -> routing.fail(500, e));
            }
        });
    }

    private static void refuse(RoutingContext routing, AdminRefusal refusal) {
        if (refusal.detail().isEmpty()) {
            Replies.problem(routing.request(), refusal.problem());
        } else {
            Replies.problemSaying(routing.request(), refusal.problem(), refusal.detail());
        }
    }

    private Answer define(CouponDefined definition) throws AdminRefusal, InterruptedException {
        CouponLedger existing = ledger.coupon(definition.couponId());
        if (existing == null) {
            append(definition);
        }
        CouponBook book = book(definition.couponId());
        if (!book.definedBy(definition)) {
            throw new AdminRefusal(Problem.COUPON_EXISTS);
        }
        return new Answer(existing == null ? 201 : 200, json(book));
    }

    private Answer list() {
        var coupons = new JsonArray();
        ledger.coupons().stream()
                .map(CouponLedger::book)
                .sorted(Comparator.comparingLong(CouponBook::couponId))
                .forEach(book -> coupons.add(json(book)));
        return new Answer(200, new JsonObject().put("coupons", coupons));
    }

    private Answer show(long couponId) throws AdminRefusal {
        return new Answer(200, json(book(couponId)));
    }

    private Answer restock(long couponId, int quantity) throws AdminRefusal, InterruptedException {
        CouponBook before = book(couponId);
        if (before.closed()) {
            throw new AdminRefusal(Problem.CLOSED);
        }
        if (quantity < before.quantity()) {
            throw new AdminRefusal(
                    Problem.INVALID_REQUEST,
                    "quantity is the new total and can only be raised: it is " + before.quantity() + " now, not "
                            + quantity + ". Nothing was changed.");
        }
        append(new CouponRestocked(couponId, quantity));
        return show(couponId);
    }

    private Answer close(long couponId) throws AdminRefusal, InterruptedException {
        if (!book(couponId).closed()) {
            append(new CouponClosed(couponId));
        }
        return show(couponId);
    }

    /** Appends and waits until this node has read it back. */
    private void append(LogRecord record) throws AdminRefusal, InterruptedException {
        try {
            long offset = log.append(record, recordIds.get()).get(LOG_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            tail.awaitApplied(Ledger.partitionOf(record.couponId(), ledger.partitions()), offset, LOG_TIMEOUT_MS);
            whenChanged.run();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("A change of coupon {} was not confirmed by the log: {}", record.couponId(), e.toString());
            throw new AdminRefusal(
                    Problem.OUTCOME_UNKNOWN,
                    "The log did not confirm the change in time; it may still happen. Look again with GET"
                            + " /admin/coupons/" + record.couponId() + ", or repeat the command: that is safe.");
        }
    }

    private CouponBook book(long couponId) throws AdminRefusal {
        CouponLedger coupon = ledger.coupon(couponId);
        if (coupon == null) {
            throw new AdminRefusal(Problem.UNKNOWN_COUPON);
        }
        return coupon.book();
    }

    private static long couponId(RoutingContext routing) throws AdminRefusal {
        @Nullable String text = routing.pathParam("couponId");
        long couponId = Ids.parse(text);
        if (couponId == Ids.INVALID) {
            throw new AdminRefusal(Problem.INVALID_COUPON_ID);
        }
        return couponId;
    }

    private JsonObject json(CouponBook book) {
        return CouponJson.of(book, Math.max(ledger.logTimeMs(book.couponId()), wallClockMs.getAsLong()));
    }
}
