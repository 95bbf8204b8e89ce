package dev.seonchak.core.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seonchak.core.claim.ClaimLog.Failure;
import dev.seonchak.core.record.LogRecord;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponClosed;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import dev.seonchak.core.record.LogRecord.CouponRestocked;
import dev.seonchak.core.record.RecordCodec;
import java.util.List;

/** What one seed has in store: coupons, crowds at their decisive moments, and faults, all drawn before the start. */
final class Scenario {

    /** Length of the faulty part. */
    static final int CHAOS_MS = 10_000;

    static final List<Long> COUPONS = List.of(1L, 2L, 4L);
    private static final int USERS = 9;

    /** From here on, users ask once and are gone, unless they are told nothing. */
    static final long FIRST_NEWCOMER = 100;

    private long newcomers = FIRST_NEWCOMER;
    private final World world;
    private final SimLog log;
    private final SimGate gate;
    private final SimStore store;
    private final List<SimNode> nodes;
    private final List<SimRecorder> recorders;
    private final SimClients clients;

    Scenario(
            World world,
            SimLog log,
            SimGate gate,
            SimStore store,
            List<SimNode> nodes,
            List<SimRecorder> recorders,
            SimClients clients) {
        this.world = world;
        this.log = log;
        this.gate = gate;
        this.store = store;
        this.nodes = nodes;
        this.recorders = recorders;
        this.clients = clients;
    }

    static long anyCoupon(World world) {
        return COUPONS.get(world.between(0, COUPONS.size() - 1));
    }

    void plan() {
        COUPONS.forEach(this::planCoupon);
        for (int i = world.between(0, 6); i > 0; i--) {
            at(world.between(500, CHAOS_MS), this::noise);
        }
        for (int i = world.between(0, 9); i > 0; i--) {
            at(world.between(300, CHAOS_MS - 500), this::fault);
        }
        if (world.chance(200)) {
            at(world.between(300, 4_000), this::newerClaim);
        }
    }

    private void planCoupon(long coupon) {
        int quantity = world.between(1, 6);
        int definedAtMs = world.between(0, 800);
        int opensMs = world.chance(400) ? world.between(1_000, 4_000) : 0;
        int closesMs = world.chance(300) ? opensMs + world.between(1_500, 6_000) : 0;
        var definition = new CouponDefined(
                coupon,
                "coupon",
                quantity,
                opensMs == 0 ? 0 : World.EPOCH_MS + opensMs,
                closesMs == 0 ? Long.MAX_VALUE : World.EPOCH_MS + closesMs);
        at(definedAtMs, () -> admin(definition));
        crowd(coupon, Math.max(opensMs, definedAtMs + 200), 500);
        crowd(coupon, Math.max(opensMs, definedAtMs), 60);
        if (closesMs > 0) {
            crowd(coupon, closesMs, 300);
        }
        int total = quantity;
        int restockMs = Math.max(opensMs, definedAtMs);
        for (int i = world.between(0, 4); i > 0; i--) {
            total += world.between(0, 3);
            restockMs += world.between(200, 2_500);
            var restock = new CouponRestocked(coupon, total);
            at(restockMs, () -> admin(restock));
            crowd(coupon, restockMs, world.chance(500) ? 40 : 600);
        }
        if (world.chance(200)) {
            int closedMs = world.between(3_000, CHAOS_MS);
            at(closedMs, () -> admin(new CouponClosed(coupon)));
            crowd(coupon, closedMs, 200);
        }
    }

    /** Requests around a moment, some of them of the same user at once. */
    private void crowd(long coupon, int aroundMs, int spreadMs) {
        for (int i = world.between(2, 14); i > 0; i--) {
            long user = world.chance(400) ? newcomers++ : world.between(1, USERS);
            int atMs = Math.max(0, aroundMs + world.between(-spreadMs / 3, spreadMs));
            at(atMs, () -> clients.ask(coupon, user));
            if (world.chance(450)) {
                at(atMs + world.between(0, 30), () -> clients.ask(coupon, user));
            }
        }
    }

    /** An operator does not let go until it is done, and so may write it twice. */
    private void admin(LogRecord record) {
        log.send(record, failure -> {
            if (failure == Failure.NOT_SENT || world.chance(700)) {
                world.after(world.between(10, 400), () -> admin(record));
            }
        });
    }

    private void fault() {
        int forMs = world.between(100, 2_500);
        SimNode node = nodes.get(world.between(0, nodes.size() - 1));
        switch (world.between(0, 13)) {
            case 0, 1 -> {
                node.crash();
                world.after(world.between(10, forMs), () -> restart(node));
            }
            case 2 -> log.outage(world.between(0, SimLog.PARTITIONS - 1), forMs);
            case 3, 11, 12 -> log.stepClock(world.between(0, SimLog.PARTITIONS - 1), world.between(-2_500, 2_500));
            case 4 -> node.stepClock(world.between(-3_000, 3_000));
            case 5 -> gateFor(SimGate.Mode.DOWN, forMs);
            case 6 -> gateFor(SimGate.Mode.SLOW, forMs);
            case 7 -> gateFor(SimGate.Mode.LYING, forMs);
            case 8 -> gate.flushAll();
            case 9 -> {
                store.down = true;
                world.after(forMs, () -> store.down = false);
            }
            case 10 -> {
                SimRecorder recorder = recorders.get(world.between(0, 1));
                recorder.crash();
                world.after(world.between(10, forMs), () -> recorder.start(!world.faulty));
            }
            default -> recorders.get(1).start(false); // a second owner of every partition
        }
    }

    private void restart(SimNode node) {
        if (world.faulty) {
            node.start(false);
        }
    }

    private void gateFor(SimGate.Mode mode, int forMs) {
        gate.mode(mode);
        world.after(forMs, () -> gate.mode(SimGate.Mode.SOUND));
    }

    /** Entries that no reader may use, and a claim where it does not belong. */
    private void noise() {
        int partition = world.between(0, SimLog.PARTITIONS - 1);
        long coupon = anyCoupon(world);
        var claim = new Claimed(coupon, world.between(1, USERS), "astray" + world.nowMs());
        byte[] bytes = RecordCodec.encode(claim);
        switch (world.between(0, 4)) {
            case 0 -> log.append(partition, null, bytes);
            case 1 -> log.append(partition, RecordCodec.type(claim), "{\"couponId\":".getBytes(UTF_8));
            case 2 -> log.append(partition, "org.example.claimed.v1", bytes);
            default -> log.append((int) ((coupon + 1) % SimLog.PARTITIONS), RecordCodec.type(claim), bytes);
        }
    }

    /** A node of the next version has joined and writes what this one cannot read. */
    private void newerClaim() {
        long coupon = anyCoupon(world);
        long user = world.chance(500) ? newcomers++ : world.between(1, USERS);
        clients.askedElsewhere(coupon, user);
        var claim = new Claimed(coupon, user, "newer");
        log.append((int) (coupon % SimLog.PARTITIONS), SimLog.NEWER_CLAIM, RecordCodec.encode(claim));
    }

    private void at(int atMs, Runnable action) {
        world.after(atMs, action);
    }
}
