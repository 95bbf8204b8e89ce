package dev.seonchak.lab.admin;

import dev.seonchak.lab.admin.Command.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Keeps a number of coupons going: at every step one of them is restocked, or closed and followed by a new one, as the seed
 * decides. A closed coupon stays among those asked for until the next one is closed, so that closings are met too.
 * Cancelling an issuance is not part of it: the product has no such command.
 *
 * <p>A command without a good answer may have happened. It is sent again at the next step, before anything else: that is
 * safe, and nothing is built on what is not certain.
 */
public final class Operator implements AutoCloseable {

    /**
     * What to keep going.
     *
     * @param firstCoupon id of the first; new ones follow
     * @param coupons how many are open at a time
     * @param units units of a new coupon, and of each restock on top
     * @param everyMs time between steps
     */
    public record Plan(long firstCoupon, int coupons, int units, long everyMs, long seed) {
        public Plan {
            if (firstCoupon < 1 || coupons < 1 || units < 1 || everyMs < 1) {
                throw new IllegalArgumentException(
                        "coupons, units and the time between steps must be positive: coupons=" + coupons + " units="
                                + units + " everyMs=" + everyMs + " firstCoupon=" + firstCoupon);
            }
        }
    }

    private static final double CLOSINGS = 0.25;
    private static final long CLOSE_TIMEOUT_MS = 30_000;

    private record Open(long couponId, int quantity) {}

    /** What is to be done, and what is so once it is done. */
    private record Step(Kind kind, int slot, Open after) {}

    private final Admin admin;
    private final Plan plan;
    private final Consumer<Command> told;
    private final LongSupplier wallClockMs;
    private final SplittableRandom random;
    private final List<Open> open = new ArrayList<>();
    private final List<Step> todo = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();
    private final ScheduledExecutorService steps = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("operator").factory());
    private volatile long[] asked = {};
    private long lastClosed;
    private long nextCoupon;

    /**
     * An operator who has done nothing yet.
     *
     * @param told gets every command with its outcome, on the operator's thread
     */
    public Operator(Admin admin, Plan plan, Consumer<Command> told, LongSupplier wallClockMs) {
        this.admin = admin;
        this.plan = plan;
        this.told = told;
        this.wallClockMs = wallClockMs;
        random = new SplittableRandom(plan.seed());
        nextCoupon = plan.firstCoupon();
    }

    /**
     * Defines the first coupons, on the calling thread.
     *
     * @throws IOException where one could not be defined; those before it are
     */
    public synchronized void open() throws IOException, InterruptedException {
        for (int slot = 0; slot < plan.coupons(); slot++) {
            Step step = new Step(Kind.DEFINE, slot, new Open(nextCoupon++, plan.units()));
            Command command = send(step);
            if (!command.done()) {
                throw new IOException("coupon " + command.couponId() + " could not be defined: " + command
                        + "; is the admin token right, and is the id free?");
            }
            open.add(step.after());
        }
        publish();
    }

    /** Begins to make steps, on a thread of its own. */
    public void start() {
        var ignored =
                steps.scheduleWithFixedDelay(this::stepOrStop, plan.everyMs(), plan.everyMs(), TimeUnit.MILLISECONDS);
    }

    /** The coupons to ask for now, never empty once open; for reading alone. Any thread. */
    public long[] coupons() {
        return asked;
    }

    /** Everything done and tried so far. */
    public synchronized List<Command> commands() {
        return List.copyOf(commands);
    }

    private void stepOrStop() {
        try {
            step();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One step; what was not certain before comes first. */
    synchronized void step() throws InterruptedException {
        if (todo.isEmpty()) {
            int slot = random.nextInt(open.size());
            Open now = open.get(slot);
            if (random.nextDouble() < CLOSINGS) {
                todo.add(new Step(Kind.DEFINE, slot, new Open(nextCoupon++, plan.units())));
                todo.add(new Step(Kind.CLOSE, slot, now));
            } else {
                todo.add(new Step(Kind.RESTOCK, slot, new Open(now.couponId(), now.quantity() + plan.units())));
            }
        }
        while (!todo.isEmpty()) {
            Command command = send(todo.getFirst());
            if (command.refused()) {
                // Said for certain, and what follows it would make no sense.
                todo.clear();
            } else if (command.done()) {
                done(todo.removeFirst());
            } else {
                return;
            }
        }
    }

    private void done(Step step) {
        switch (step.kind()) {
            case DEFINE, RESTOCK -> open.set(step.slot(), step.after());
            case CLOSE -> lastClosed = step.after().couponId();
        }
        publish();
    }

    private Command send(Step step) throws InterruptedException {
        long couponId = step.after().couponId();
        int quantity = step.kind() == Kind.CLOSE ? 0 : step.after().quantity();
        long sentAtMs = wallClockMs.getAsLong();
        int status = 0;
        try {
            Admin.Reply reply =
                    switch (step.kind()) {
                        case DEFINE -> admin.define(couponId, "Coupon " + couponId, quantity);
                        case RESTOCK -> admin.restock(couponId, quantity);
                        case CLOSE -> admin.close(couponId);
                    };
            status = reply.status();
        } catch (IOException e) {
            // No answer: it may have happened, and is told so.
        }
        Command command = new Command(step.kind(), couponId, quantity, sentAtMs, wallClockMs.getAsLong(), status);
        commands.add(command);
        told.accept(command);
        return command;
    }

    private void publish() {
        long[] now = new long[open.size() + (lastClosed > 0 ? 1 : 0)];
        for (int i = 0; i < open.size(); i++) {
            now[i] = open.get(i).couponId();
        }
        if (lastClosed > 0) {
            now[open.size()] = lastClosed;
        }
        asked = now;
    }

    /** Ends the steps, waits for one that is under way, and closes the client of {@code /admin}. */
    @Override
    public void close() {
        steps.shutdown();
        try {
            if (!steps.awaitTermination(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                steps.shutdownNow();
            }
        } catch (InterruptedException e) {
            steps.shutdownNow();
            Thread.currentThread().interrupt();
        }
        admin.close();
    }
}
