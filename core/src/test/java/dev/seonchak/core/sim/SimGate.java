package dev.seonchak.core.sim;

import dev.seonchak.core.audit.GateCounts;
import dev.seonchak.core.audit.GateEvidence;
import dev.seonchak.core.claim.Gate;
import dev.seonchak.core.claim.Gate.Admission;
import dev.seonchak.core.claim.Gate.Settlement;
import dev.seonchak.core.ledger.CouponLedger;
import dev.seonchak.core.ledger.Ledger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * The gate that all nodes share: stock, marked users and pending admissions of each coupon. May be slow, down, emptied, or
 * answer whatever it likes.
 */
final class SimGate {

    /** Age at which the sweep takes an admission for stranded. */
    static final long SWEEP_AGE_MS = 1_200;

    private static final int TIMEOUT_MS = 100;

    enum Mode {
        SOUND,
        SLOW,
        DOWN,
        LYING
    }

    private static final class Keys {
        int inventory;
        final TreeSet<Long> issued = new TreeSet<>();
        final TreeMap<Long, Long> pendingSinceMs = new TreeMap<>();
    }

    private final World world;
    private final Map<Long, Keys> coupons = new HashMap<>();
    private Mode mode = Mode.SOUND;

    SimGate(World world) {
        this.world = world;
    }

    void mode(Mode next) {
        mode = next;
        world.trace(() -> "gate " + next);
    }

    void flushAll() {
        coupons.clear();
        world.saw(World.Seen.GATE_EMPTIED);
        world.trace(() -> "gate emptied");
    }

    /** Loads a coupon's keys from what a node's ledger says, which may be behind. */
    void rebuild(CouponLedger coupon) {
        if (mode == Mode.DOWN) {
            return;
        }
        var keys = new Keys();
        keys.inventory = coupon.book().remaining();
        coupon.forEachHolder(keys.issued::add);
        coupons.put(coupon.book().couponId(), keys);
        world.trace(() -> "gate rebuilt: coupon " + coupon.book().couponId() + " with " + keys.inventory);
    }

    /** What an audit sees of a coupon's keys. */
    GateEvidence evidence(long couponId) {
        Keys kept = coupons.get(couponId);
        Keys keys = kept == null ? new Keys() : kept;
        return new GateEvidence() {
            @Override
            public GateCounts counts() {
                return new GateCounts(kept != null, keys.inventory, keys.issued.size(), keys.pendingSinceMs.keySet());
            }

            @Override
            public void members(LongConsumer each) {
                keys.issued.forEach(each::accept);
            }

            @Override
            public boolean again() {
                return false;
            }
        };
    }

    private Admission execute(long couponId, long userId) {
        if (mode == Mode.LYING && world.chance(700)) {
            world.saw(World.Seen.GATE_LIED);
            return List.of(Admission.EMPTY, Admission.ADMITTED, Admission.KNOWN).get(world.between(0, 2));
        }
        Keys keys = coupons.get(couponId);
        if (keys == null) {
            return Admission.BYPASS;
        }
        if (keys.issued.contains(userId)) {
            return Admission.KNOWN;
        }
        if (keys.inventory == 0) {
            return Admission.EMPTY;
        }
        keys.inventory--;
        keys.issued.add(userId);
        keys.pendingSinceMs.put(userId, world.nowMs());
        return Admission.ADMITTED;
    }

    private void settle(long couponId, long userId, Settlement settlement) {
        Keys keys = coupons.get(couponId);
        if (keys == null || mode == Mode.DOWN) {
            return;
        }
        keys.pendingSinceMs.remove(userId);
        switch (settlement) {
            case HELD -> {
                if (keys.issued.add(userId) && keys.inventory > 0) {
                    keys.inventory--;
                }
            }
            case RELEASED -> {
                if (keys.issued.remove(userId)) {
                    keys.inventory++;
                }
            }
            case SOLD_OUT -> keys.issued.remove(userId);
        }
    }

    /** An admission that the sweep found too old. */
    record Stranded(long couponId, long userId) {}

    List<Stranded> stranded() {
        var old = new ArrayList<Stranded>();
        if (mode != Mode.DOWN) {
            coupons.forEach((coupon, keys) -> keys.pendingSinceMs.forEach((user, since) -> {
                if (world.nowMs() - since >= SWEEP_AGE_MS) {
                    old.add(new Stranded(coupon, user));
                }
            }));
        }
        return old;
    }

    /** Settles what is old by what a node's ledger says: held, or released, or gone. */
    void sweep(Ledger ledger) {
        for (Stranded s : stranded()) {
            CouponLedger coupon = ledger.coupon(s.couponId);
            if (coupon == null) {
                continue;
            }
            boolean held = coupon.holding(s.userId) != null;
            Settlement end =
                    held ? Settlement.HELD : coupon.book().soldOut() ? Settlement.SOLD_OUT : Settlement.RELEASED;
            settle(s.couponId, s.userId, end);
            world.saw(World.Seen.SWEPT);
            world.trace(() -> "gate swept " + s + ": " + end);
        }
    }

    /**
     * The gate as one node sees it, behind a network and a time limit.
     *
     * @param alive false once the node's life is over: then nobody listens
     */
    Gate seenFrom(Supplier<Ledger> ledger, BooleanSupplier alive) {
        return new Gate() {
            @Override
            public void admit(long couponId, long userId, Consumer<Admission> answer) {
                if ((mode == Mode.DOWN && world.chance(500)) || world.fault(20)) {
                    answer.accept(Admission.BYPASS);
                } else if (mode != Mode.DOWN && world.chance(100)) {
                    answer.accept(execute(couponId, userId));
                } else {
                    overTheNetwork(couponId, userId, new Once(answer, alive));
                }
            }

            private void overTheNetwork(long couponId, long userId, Once answer) {
                world.after(TIMEOUT_MS, () -> answer.give(Admission.BYPASS));
                world.after(delayMs(), () -> {
                    if (mode == Mode.DOWN) {
                        return;
                    }
                    if (!coupons.containsKey(couponId)) {
                        load(couponId);
                    }
                    Admission admission = execute(couponId, userId);
                    world.trace(() -> "gate " + admission + " user " + userId + " of coupon " + couponId);
                    if (world.fault(30)) {
                        world.saw(World.Seen.GATE_REPLY_LOST);
                    } else {
                        world.after(delayMs(), () -> answer.give(admission));
                    }
                });
            }

            private void load(long couponId) {
                CouponLedger known = alive.getAsBoolean() ? ledger.get().coupon(couponId) : null;
                if (known != null && world.chance(300)) {
                    world.after(world.between(1, 60), () -> rebuild(known));
                }
            }

            @Override
            public void settle(long couponId, long userId, Settlement settlement) {
                if (!world.fault(250)) {
                    world.after(delayMs(), () -> SimGate.this.settle(couponId, userId, settlement));
                }
            }
        };
    }

    private int delayMs() {
        return mode == Mode.SLOW ? world.between(10, 120) : world.between(0, 3);
    }

    private static final class Once {
        private final Consumer<Admission> answer;
        private final BooleanSupplier alive;
        private boolean given;

        Once(Consumer<Admission> answer, BooleanSupplier alive) {
            this.answer = answer;
            this.alive = alive;
        }

        void give(Admission admission) {
            if (!given && alive.getAsBoolean()) {
                given = true;
                answer.accept(admission);
            }
        }
    }
}
