package dev.seonchak.core.sim;

import dev.seonchak.core.claim.Applied;
import dev.seonchak.core.claim.BrokenIssuers;
import dev.seonchak.core.claim.ClaimLog;
import dev.seonchak.core.claim.Issuer;
import dev.seonchak.core.claim.IssuerOptions;
import dev.seonchak.core.ledger.CouponLedger;
import dev.seonchak.core.ledger.Ledger;
import dev.seonchak.core.ledger.Outcome;
import dev.seonchak.core.ledger.Verdict;
import dev.seonchak.core.record.Decoded;
import dev.seonchak.core.record.LogRecord;
import dev.seonchak.core.record.LogRecord.Claimed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One API node: a real ledger, a real issuer, and a tail that reads the simulated log into them. A crash forgets
 * everything; a restart reads the log from its start.
 */
final class SimNode {

    static final int DEADLINE_MS = 1_000;
    /** Longest pause between two ticks, and what a broken issuer may dawdle. */
    private static final int TICK_MS = 60;

    private static final IssuerOptions OPTIONS = new IssuerOptions(DEADLINE_MS, 12, 60);

    private final World world;
    private final SimLog log;
    private final SimGate gate;
    private final Truth truth;
    final int id;

    private int life;
    private boolean alive;
    private boolean upgraded;
    private long clockOffsetMs;
    private int claims;
    private Ledger ledger = new Ledger(SimLog.PARTITIONS);
    private final long[] next = new long[SimLog.PARTITIONS];
    private final long[] mustRead = new long[SimLog.PARTITIONS];
    private long handedOverAtMs;
    private Issuer issuer;

    SimNode(World world, SimLog log, SimGate gate, Truth truth, int id) {
        this.world = world;
        this.log = log;
        this.gate = gate;
        this.truth = truth;
        this.id = id;
        this.issuer = issuer(() -> false);
    }

    void start(boolean newVersion) {
        life++;
        alive = true;
        upgraded = newVersion;
        ledger = new Ledger(SimLog.PARTITIONS);
        for (int p = 0; p < SimLog.PARTITIONS; p++) {
            next[p] = 0;
            mustRead[p] = log.visibleEnd(p);
        }
        int thisLife = life;
        issuer = issuer(() -> life == thisLife);
        world.trace(() -> "node " + id + " starts, life " + thisLife);
        world.after(0, () -> tail(thisLife));
        world.after(0, () -> tick(thisLife));
    }

    void crash() {
        life++;
        alive = false;
        world.saw(World.Seen.NODE_CRASHED);
        world.trace(() -> "node " + id + " crashes");
    }

    private Issuer issuer(BooleanSupplier living) {
        int thisLife = life;
        var claimLog = new ClaimLog() {
            @Override
            public boolean available() {
                return !log.out(0) || world.chance(500);
            }

            @Override
            public void append(Claimed claim, Consumer<Failure> onFailure) {
                world.trace(() -> "node " + id + " sends " + claim);
                log.send(claim, failure -> {
                    if (living.getAsBoolean()) {
                        onFailure.accept(failure);
                    }
                });
            }
        };
        return world.mutation.issuer(new BrokenIssuers.Parts(
                ledger,
                gate.seenFrom(() -> ledger, living),
                claimLog,
                OPTIONS,
                () -> claimIdPrefix(thisLife) + claims++,
                () -> World.EPOCH_MS + world.nowMs() + clockOffsetMs,
                world::nowMs,
                action -> world.after(world.between(1, 40), () -> {
                    if (living.getAsBoolean()) {
                        action.run();
                    }
                })));
    }

    /** Every claim of one life of one node begins like this. */
    private String claimIdPrefix(int ofLife) {
        return "n" + id + "-" + ofLife + "-";
    }

    /** Carries on until the node dies. A stall is a slow network, a paused consumer, a long collection. */
    private void tail(int thisLife) {
        if (life != thisLife) {
            return;
        }
        for (int p = 0; p < SimLog.PARTITIONS; p++) {
            poll(p, thisLife);
        }
        world.after(world.fault(6) ? world.between(200, 2_500) : world.between(1, 15), () -> tail(thisLife));
    }

    private void poll(int partition, int thisLife) {
        var batch = new ArrayList<Applied>();
        for (SimLog.Entry entry : log.read(partition, next[partition], world.between(1, 12))) {
            Decoded decoded = entry.decoded(upgraded);
            if (decoded instanceof Decoded.TooNew && world.mutation != Mutation.NEWER_RECORDS_SKIPPED) {
                world.saw(World.Seen.STOPPED_AT_NEWER_RECORD);
                break;
            }
            next[partition]++;
            if (decoded instanceof Decoded.Known known) {
                apply(partition, entry, known.record(), batch);
            } else {
                world.saw(World.Seen.GARBAGE_READ);
            }
        }
        if (!batch.isEmpty()) {
            // The tail hands over to the issuer's thread, in order; requests may come in between.
            int lateMs = world.fault(40) ? world.between(5, 250) : world.between(0, 4);
            handedOverAtMs = Math.max(handedOverAtMs, world.nowMs() + lateMs);
            world.after(handedOverAtMs - world.nowMs(), () -> {
                if (life == thisLife) {
                    issuer.applied(batch);
                }
            });
        }
    }

    private void apply(int partition, SimLog.Entry entry, LogRecord record, List<Applied> batch) {
        int home = Ledger.partitionOf(record.couponId(), SimLog.PARTITIONS);
        if (home != partition) {
            world.saw(World.Seen.MISPLACED_READ);
        }
        boolean trusted = world.mutation == Mutation.MISPLACED_RECORDS_TRUSTED;
        Verdict verdict = ledger.apply(trusted ? home : partition, record, entry.appendTimeMs());
        if (record instanceof Claimed claim && verdict != null) {
            if (world.mutation == Mutation.SAME_USER_GRANTED_TWICE && verdict instanceof Verdict.AlreadyIssued) {
                var twin = new Claimed(claim.couponId(), claim.userId() + 1_000_000 + entry.offset(), "x");
                Verdict second = ledger.apply(partition, twin, entry.appendTimeMs());
                verdict = second == null ? verdict : second;
            }
            batch.add(new Applied(claim, verdict));
        }
        world.check(Invariants.replicaAgrees(
                id, verdict, truth.verdictAt(partition, entry.offset()), partition + ":" + entry));
    }

    private void tick(int thisLife) {
        if (life == thisLife) {
            issuer.tick();
            world.after(world.between(3, 15), () -> tick(thisLife));
        }
    }

    /** The life that may be asked now; 0 where the node is down or has not read what was there when it started. */
    int answering() {
        for (int p = 0; p < SimLog.PARTITIONS; p++) {
            if (next[p] < mustRead[p] && world.mutation != Mutation.SERVES_BEFORE_IT_HAS_CAUGHT_UP) {
                return 0;
            }
        }
        return alive ? life : 0;
    }

    /** Hands a request to the issuer and checks what comes back before the client hears it. */
    void ask(long couponId, long userId, Consumer<Outcome> client) {
        int partition = truth.partitionOf(couponId);
        long readAtStart = Math.max(next[partition], mustRead[partition]);
        int thisLife = life;
        long askedAtMs = world.nowMs();
        issuer.claim(couponId, userId, outcome -> {
            world.trace(() -> "node " + id + " tells user " + userId + " of coupon " + couponId + ": " + outcome);
            if (life != thisLife) {
                throw new IllegalStateException("node " + id + " speaks from beyond");
            }
            world.check(Invariants.answeredInTime(world.nowMs() - askedAtMs, DEADLINE_MS, TICK_MS));
            world.check(
                    switch (outcome) {
                        case Verdict.Granted g ->
                            Invariants.acceptedIsInTheLog(
                                    truth, couponId, userId, g.holding(), next[partition], claimIdPrefix(thisLife));
                        case Verdict verdict ->
                            Invariants.refusalIsTrue(truth, couponId, userId, verdict, readAtStart, next[partition]);
                        default -> List.<String>of();
                    });
            client.accept(outcome);
        });
    }

    boolean living(int ofLife) {
        return alive && life == ofLife;
    }

    void stepClock(long offsetMs) {
        clockOffsetMs = offsetMs;
        world.trace(() -> "node " + id + " clock at " + offsetMs + " ms");
    }

    Ledger ledger() {
        return ledger;
    }

    /** Reloads the gate from this node's ledger, as after a restock or a loss. */
    void rebuildGate() {
        for (CouponLedger coupon : ledger.coupons()) {
            gate.rebuild(coupon);
        }
    }

    boolean readAll() {
        for (int p = 0; p < SimLog.PARTITIONS; p++) {
            if (next[p] < log.end(p)) {
                return false;
            }
        }
        return alive && issuer.waiting() == 0;
    }
}
