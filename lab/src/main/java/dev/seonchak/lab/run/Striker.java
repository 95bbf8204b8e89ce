package dev.seonchak.lab.run;

import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.core.audit.Words;
import dev.seonchak.lab.fault.Fault;
import dev.seonchak.lab.fault.Moment;
import dev.seonchak.lab.load.LoadView;
import dev.seonchak.lab.rig.Rig;
import dev.seonchak.lab.watch.Events;
import dev.seonchak.localstack.ServerProcess;
import dev.seonchak.localstack.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Waits for the moment of each strike, begins it, and undoes it in time, each on a thread of its own. */
final class Striker implements AutoCloseable {
    private static final long POLL_MS = 5;
    private static final long LEAST_BEFORE_OPENING_MS = 500;
    private static final long AFTER_SOLD_OUT_MS = 500;
    private static final int HANDFUL = 20;

    /** After so many 202s the crowd is complete, and there are enough of them to compare with. */
    private static final int FULL_RATE = 1_200;

    private final Rig rig;
    private final Crowd crowd;
    private final LoadView load;
    private final Events events;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Struck>> strikes = new ArrayList<>();

    Striker(Rig rig, Experiment experiment, LoadView load, Events events) {
        this.rig = rig;
        this.crowd = experiment.crowd();
        this.load = load;
        this.events = events;
        SplittableRandom seeds = new SplittableRandom(experiment.seed());
        for (Strike strike : experiment.strikes()) {
            SplittableRandom random = seeds.split();
            strikes.add(threads.submit(() -> strike(strike, random)));
        }
    }

    /** What happened, when the last one is healed. */
    List<Struck> await() throws InterruptedException {
        List<Struck> all = new ArrayList<>();
        for (Future<Struck> strike : strikes) {
            try {
                all.add(strike.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("a fault could not be begun or undone: " + e.getCause(), e.getCause());
            }
        }
        return all;
    }

    private Struck strike(Strike strike, SplittableRandom random) throws Exception {
        boolean came = awaitCue(strike, random);
        Thread.sleep(strike.laterMs());
        Fault fault = strike.fault();
        events.note(new Words(fault.name() + " begins:", fault.name() + " 시작:").and(fault.what()));
        Fault.Undo undo = fault.action().begin(rig, random);
        long beganAtMs = System.currentTimeMillis();
        if (undo.lasts()) {
            Thread.sleep(strike.lastsMs());
        }
        long healingAtMs = System.currentTimeMillis();
        undo.undo();
        long healedAtMs = System.currentTimeMillis();
        events.note(new Words(fault.name() + " is healed", fault.name() + " 복구"));
        return new Struck(
                strike,
                came ? "" : "its moment did not come, so it began when the load had ended",
                beganAtMs,
                healingAtMs,
                healedAtMs);
    }

    private boolean awaitCue(Strike strike, SplittableRandom random) throws InterruptedException {
        while (!load.running()) {
            Thread.sleep(POLL_MS);
        }
        if (strike.moment() == Moment.DRAIN) {
            awaitDrain(random);
            return true;
        }
        boolean came = hasCome(strike);
        while (!came && load.running()) {
            Thread.sleep(POLL_MS);
            came = hasCome(strike);
        }
        if (strike.moment() == Moment.AFTER_SOLD_OUT) {
            Thread.sleep(AFTER_SOLD_OUT_MS);
        }
        return came;
    }

    private boolean hasCome(Strike strike) {
        Moment moment = strike.moment();
        if (moment == null) {
            return true;
        }
        return switch (moment) {
            case BEFORE_OPENING -> elapsedMs() >= Math.min(LEAST_BEFORE_OPENING_MS, crowd.opensMs());
            case MID_RAMP -> load.accepted() >= FULL_RATE;
            // Of those who left, nobody knows who got one; most did.
            case LAST_UNIT -> load.accepted() + load.count(ClientOutcome.LEFT) >= crowd.quantity() - HANDFUL;
            case AFTER_SOLD_OUT -> load.count(ClientOutcome.SOLD_OUT) > 0;
            case DRAIN -> throw new IllegalStateException("has a way of its own");
        };
    }

    /** The recorders stand still in the second half of the load, so that there is something to drain after it. */
    private void awaitDrain(SplittableRandom random) throws InterruptedException {
        while (load.running() && load.accepted() < crowd.quantity() / 2) {
            Thread.sleep(POLL_MS);
        }
        rig.recorders().stream().filter(ServerProcess::alive).forEach(ServerProcess::pause);
        while (load.running()) {
            Thread.sleep(POLL_MS);
        }
        rig.recorders().stream().filter(ServerProcess::alive).forEach(Service::resume);
        Thread.sleep(random.nextLong(AFTER_SOLD_OUT_MS / 5));
    }

    private long elapsedMs() {
        return System.currentTimeMillis() - load.startedAtMs();
    }

    @Override
    public void close() {
        threads.close();
    }
}
