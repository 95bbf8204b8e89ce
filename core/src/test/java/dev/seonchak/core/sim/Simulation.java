package dev.seonchak.core.sim;

import dev.seonchak.core.audit.CaseFile;
import dev.seonchak.core.audit.CouponCase;
import dev.seonchak.core.audit.Histories;
import dev.seonchak.core.audit.Measured;
import dev.seonchak.core.audit.NothingStranded;
import dev.seonchak.core.audit.Tolerance;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.sim.World.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Three nodes, one gate, one log, one store, two recorders and a crowd, in virtual time, from one seed: chaos, then heal,
 * then drain, then the last look.
 */
final class Simulation {

    /** Rounds of three seconds in which everybody must get a verdict and every unit an owner. */
    private static final int HEALING_ROUNDS = 15;

    /** Longer than anything sent before it may take to land. */
    private static final int DRAIN_MS = 6_000;

    /** What came of a run. */
    record Outcome(Map<Seen, Integer> seen, long digest) {}

    private final World world;
    private final Truth truth = new Truth(SimLog.PARTITIONS);
    private final SimLog log;
    private final SimGate gate;
    private final SimStore store;
    private final List<SimNode> nodes = new ArrayList<>();
    private final List<SimRecorder> recorders = new ArrayList<>();
    private final SimClients clients;
    private long nextStranger = 1_000;

    private Simulation(World world) {
        this.world = world;
        this.log = new SimLog(world, truth);
        this.gate = new SimGate(world);
        this.store = new SimStore(world, truth);
        for (int id = 1; id <= 3; id++) {
            nodes.add(new SimNode(world, log, gate, truth, id));
        }
        recorders.add(new SimRecorder(world, log, store, 1));
        recorders.add(new SimRecorder(world, log, store, 2));
        this.clients = new SimClients(world, nodes);
    }

    /** Runs a seed to its end. A failure says how to repeat it and shows the last events. */
    static Outcome run(long seed, Mutation mutation) {
        try {
            return new Simulation(new World(seed, mutation, false)).run();
        } catch (RuntimeException first) {
            throw again(seed, mutation, first);
        }
    }

    /** The same run once more, this time with a trace. */
    private static AssertionError again(long seed, Mutation mutation, RuntimeException first) {
        String how = "seed " + seed + " (" + mutation + "): " + first
                + "\nrepeat it with -Dtest=SimulationTest -Dseonchak.sim.seed=" + seed;
        var world = new World(seed, mutation, true);
        try {
            new Simulation(world).run();
            return new AssertionError(
                    how + "\nbut it does not happen again: the simulation is not deterministic", first);
        } catch (RuntimeException again) {
            return new AssertionError(how + "\n" + String.join("\n", world.lines()), again);
        }
    }

    private Outcome run() {
        nodes.forEach(node -> node.start(false));
        recorders.getFirst().start(false);
        var scenario = new Scenario(world, log, gate, store, nodes, recorders, clients);
        scenario.plan();
        sweep();
        reload();
        world.runUntil(Scenario.CHAOS_MS);
        heal();
        world.runUntil(world.nowMs() + DRAIN_MS);
        settle();
        world.runUntil(world.nowMs() + DRAIN_MS);
        keep();
        lastLook();
        return new Outcome(world.seen, world.digest());
    }

    /** Any living node sweeps the gate now and then. */
    private void sweep() {
        SimNode node = nodes.get(world.between(0, nodes.size() - 1));
        if (node.answering() != 0) {
            if (world.mutation == Mutation.SWEEP_APPENDS_CLAIMS) {
                for (SimGate.Stranded s : gate.stranded()) {
                    var claim = new Claimed(s.couponId(), s.userId(), "sweep" + world.nowMs());
                    log.send(claim, failure -> {});
                }
            }
            gate.sweep(node.ledger());
        }
        world.after(world.between(300, 900), this::sweep);
    }

    /** Any living node reloads the gate now and then: after a restock, or when it finds keys missing. */
    private void reload() {
        SimNode node = nodes.get(world.between(0, nodes.size() - 1));
        if (world.faulty && node.answering() != 0) {
            node.rebuildGate();
        }
        world.after(world.between(500, 3_000), this::reload);
    }

    private void heal() {
        world.faulty = false;
        world.trace(() -> "everything heals");
        log.heal();
        gate.mode(SimGate.Mode.SOUND);
        store.down = false;
        for (SimNode node : nodes) {
            node.stepClock(0);
            node.crash();
            node.start(true);
        }
        recorders.forEach(SimRecorder::crash);
        recorders.getFirst().start(true);
        if (world.chance(300)) {
            recorders.getLast().start(true);
        }
    }

    /** Those without a verdict ask again, and strangers come for what is left. */
    private void settle() {
        boolean busy = true;
        for (int round = 0; round < HEALING_ROUNDS && busy; round++) {
            world.runUntil(world.nowMs() + 1_000);
            busy = clients.askUnsettled();
            for (long coupon : Scenario.COUPONS) {
                Truth.Stock stock = truth.stock(coupon);
                if (stock != null && !ended(coupon, stock) && stock.issued() < stock.quantity()) {
                    busy = true;
                    for (int i = stock.quantity() - stock.issued(); i >= 0; i--) {
                        clients.ask(coupon, nextStranger++);
                    }
                }
            }
            world.runUntil(world.nowMs() + 2_000);
        }
    }

    /** The gate's keeper, now that everything stands still: what has drifted, it aligns with the ledger. */
    private void keep() {
        if (world.mutation != Mutation.KEEPER_NEVER_ALIGNS) {
            nodes.getFirst().rebuildGate();
        }
    }

    private void lastLook() {
        for (SimNode node : nodes) {
            world.check(node.readAll() ? List.of() : List.of("node " + node.id + " is not done"));
        }
        for (int p = 0; p < SimLog.PARTITIONS; p++) {
            long behind = log.end(p) - store.position(p).nextOffset();
            world.check(behind == 0 ? List.of() : List.of("store is " + behind + " entries behind in " + p));
            store.check(p);
        }
        world.check(clients.unanswered());
        world.check(Invariants.nobodyUnexpectedHolds(clients.seen(), store.rows()));
        for (long coupon : Scenario.COUPONS) {
            Truth.Stock stock = truth.stock(coupon);
            if (stock != null) {
                // There always were strangers enough.
                world.checked(
                        NothingStranded.judge(stock.quantity(), stock.issued(), Long.MAX_VALUE, ended(coupon, stock)));
            }
            audit(coupon);
        }
    }

    /** The audit that an operator would run, on everything that can be seen from outside. Clocks here step by seconds. */
    private void audit(long coupon) {
        int partition = truth.partitionOf(coupon);
        CaseFile file = CaseFile.of(coupon, SimLog.PARTITIONS)
                .with(Histories.of(clients.said()))
                .with(log.evidence(partition))
                .with(store.evidence(coupon))
                .with(gate.evidence(coupon))
                .with(Measured.NOTHING, new Tolerance(1_000_000, 1_000_000));
        CouponCase.judge(file).findings().forEach(world::checked);
    }

    private boolean ended(long coupon, Truth.Stock stock) {
        return stock.closed()
                || Math.max(truth.logTimeMs(coupon), World.EPOCH_MS + world.nowMs()) >= stock.closesAtMs();
    }
}
