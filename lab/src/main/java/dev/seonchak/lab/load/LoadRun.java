package dev.seonchak.lab.load;

import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.lab.process.CpuMeter;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of load: a single thread that picks requests up when they are due, sends them on free connections, reads the
 * answers and counts.
 *
 * <pre>
 *   Schedule ──due──▶ Node's WaitingLine ──free connection──▶ ConnectionPool ──▶ Tally, Sink
 *                ▲        │ full, or waited too long              │
 *                │        └──▶ dropped                            │ no definite answer
 *                └──────────────── after a pause ─────────────────┘
 * </pre>
 *
 * <p>In the open loop latency counts from the instant a request was DUE. Were it counted from the sending, a server that
 * stops for a second would delay the requests behind it and look fast on every one of them (coordinated omission).
 *
 * <p>One thread does everything, because waking another one costs more than the work. Between due instants it sleeps for
 * one tick at least, so a request may be sent, and its answer seen, up to a tick plus the timer's slack late; the
 * result says how late.
 *
 * <p>A run happens once: {@link #run} on the caller's thread, or {@link #start} and {@link #await}. {@link #view} and
 * {@link #finish} are for any thread. Runs know nothing of each other and may overlap.
 */
public final class LoadRun {
    private static final long NS_PER_MS = 1_000_000;
    private static final long NS_PER_S = 1_000_000_000;
    private static final long HOUSEKEEPING_NS = 5 * NS_PER_MS;
    private static final long LONGEST_SLEEP_NS = 5 * NS_PER_MS;
    // Below this the selector's own timeout, which is in whole milliseconds, is too coarse.
    private static final long SELECTABLE_NS = 2 * NS_PER_MS;
    private static final int PICK_UPS_BEFORE_READING = 64;
    private static final int CONNECT_ERRORS_BEFORE_GIVING_UP = 1000;

    private final LoadSpec spec;
    private final Pace pace;
    private final Demand demand;
    private final Sink sink;
    private final Consumer<Second> progress;
    private final CpuMeter cpu;
    private final Clocks clocks;
    private final Tally tally;
    private final LoadView view = new LoadView();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<LoadResult> result = new CompletableFuture<>();
    private final WaitingLine again;
    private final LeavingClients leaving;
    private final int burst;
    private final long timeoutNs;
    private final long pauseNs;
    private final long countFromNs;
    private volatile boolean finishing;
    private long startNs;
    private boolean counting;
    private long housekeepingNs;
    private int turn;
    private int seconds;
    private int connectErrorsInARow;

    /**
     * A run that has not begun.
     *
     * @param progress gets every second as it passes, on the run's thread
     */
    public LoadRun(
            LoadSpec spec,
            Pace pace,
            Demand demand,
            Sink sink,
            Consumer<Second> progress,
            CpuMeter cpu,
            Clocks clocks) {
        this.spec = spec;
        this.pace = pace;
        this.demand = demand;
        this.sink = sink;
        this.progress = progress;
        this.cpu = cpu;
        this.clocks = clocks;
        Manners manners = demand.manners();
        tally = new Tally(spec.lateMs());
        again = new WaitingLine(manners.retries() > 0 ? spec.queueCapacity() : 1);
        leaving = new LeavingClients(manners.shareThatLeaves(), demand.seed());
        burst = manners.burst();
        timeoutNs = (manners.timeoutMs() > 0 ? manners.timeoutMs() : spec.timeoutMs()) * NS_PER_MS;
        pauseNs = manners.retryPauseMs() * NS_PER_MS;
        countFromNs = switch (pace) {
            case Pace.Open open -> open.schedule().countFromNs();
            case Pace.Closed closed -> closed.warmUpMs() * NS_PER_MS;
        };
    }

    /** A run on this machine's clocks that nobody watches but through its {@link #view}. */
    public LoadRun(LoadSpec spec, Pace pace, Demand demand, Sink sink) {
        this(spec, pace, demand, sink, second -> {}, new CpuMeter(Map.of()), Clocks.SYSTEM);
    }

    /** Starts the run on a thread of its own, a daemon; {@link #await} has its result. */
    public LoadRun start() {
        Thread.ofPlatform().daemon().name("load").start(() -> {
            try {
                result.complete(run());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return this;
    }

    /**
     * Waits for the end of a run that was started.
     *
     * @throws IOException where no node could be connected to, or the run failed otherwise
     */
    public LoadResult await() throws IOException, InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
        }
    }

    /** What has happened so far, for any thread. */
    public LoadView view() {
        return view;
    }

    /**
     * Ends the run in order, from any thread: nothing more is due, nobody asks again, and what is in line or in flight comes to
     * its end within twice the timeout.
     */
    public void finish() {
        finishing = true;
    }

    /** Runs to the end on the calling thread; throws when no target can be connected to at all. */
    public LoadResult run() throws IOException {
        if (!begun.compareAndSet(false, true)) {
            throw new IllegalStateException("a run happens once");
        }
        try (ConnectionPool pool = new ConnectionPool(spec, this::elapsedNs, this::finished)) {
            startNs = clocks.nanos().getAsLong();
            pool.openAll((int) spec.timeoutMs());
            startNs = clocks.nanos().getAsLong();
            long startedAtMs = clocks.wallMs().getAsLong();
            sink.started(startedAtMs, startNs);
            view.started(startedAtMs);
            return switch (pace) {
                case Pace.Open open -> runOpen(pool, open.schedule());
                case Pace.Closed closed -> runClosed(pool, closed);
            };
        } finally {
            view.ended();
        }
    }

    private LoadResult runOpen(ConnectionPool pool, Schedule schedule) throws IOException {
        long total = schedule.planned();
        long next = 0;
        long countedArrivals = schedule.plannedCounted();
        long endNs = schedule.endNs();
        long nextDueNs = total > 0 ? schedule.dueNs(0) : Long.MAX_VALUE;
        while (next < total || again.size() > 0 || pool.busy()) {
            long nowNs = elapsedNs();
            countFromHere(nowNs);
            if (finishing) {
                if (next < total) {
                    countedArrivals = Math.max(0, next - (total - countedArrivals));
                    endNs = Math.clamp(nowNs, countFromNs, endNs);
                    total = next;
                    nextDueNs = Long.MAX_VALUE;
                }
                again.clear();
            }
            for (int i = 0; i < PICK_UPS_BEFORE_READING && nextDueNs <= nowNs; i++) {
                arrive(pool, nextTurn(pool), nextDueNs, nowNs);
                next++;
                nextDueNs = next < total ? schedule.dueNs(next) : Long.MAX_VALUE;
            }
            askAgain(pool, nowNs);
            pool.poll();
            drainLines(pool);
            keepHouse(pool, schedule.perSAt(nowNs) * burst);
            sleepUntil(pool, Math.min(nextDueNs, again.firstDueNs()));
        }
        double scheduleS = (double) (endNs - countFromNs) / NS_PER_S;
        return tally.result(countedArrivals * burst, scheduleS, pool.unframed(), usedCpu());
    }

    private LoadResult runClosed(ConnectionPool pool, Pace.Closed closed) throws IOException {
        long endNs = (closed.warmUpMs() + closed.durationMs()) * NS_PER_MS;
        long left = closed.requests();
        boolean more = left > 0;
        while (more || again.size() > 0 || pool.busy()) {
            if (finishing || elapsedNs() >= endNs) {
                more = false;
                again.clear();
            }
            askAgain(pool, elapsedNs());
            drainLines(pool);
            for (Node node = freeNode(pool); more && node != null; node = freeNode(pool)) {
                long nowNs = elapsedNs();
                countFromHere(nowNs);
                more = nowNs < endNs && !finishing && (!counting || left-- > 0);
                if (more) {
                    arrive(pool, node, nowNs, nowNs);
                }
                if (connectErrorsInARow >= CONNECT_ERRORS_BEFORE_GIVING_UP && again.size() == 0) {
                    throw new IOException("gave up: " + connectErrorsInARow + " connections in a row were refused by "
                            + spec.targets());
                }
            }
            pool.await(LONGEST_SLEEP_NS / NS_PER_MS);
            keepHouse(pool, Double.NaN);
        }
        return tally.result(0, Double.NaN, pool.unframed(), usedCpu());
    }

    /** One user asks, once or several times at once, each time at the next node. */
    private void arrive(ConnectionPool pool, Node first, long dueNs, long nowNs) {
        long user = demand.users().next();
        long coupon = demand.coupons().next(dueNs >= countFromNs);
        pickUp(pool, first, coupon, user, 1, dueNs, nowNs);
        for (int attempt = 2; attempt <= burst; attempt++) {
            pickUp(pool, nextTurn(pool), coupon, user, attempt, dueNs, nowNs);
        }
    }

    private void askAgain(ConnectionPool pool, long nowNs) {
        while (again.firstDueNs() <= nowNs) {
            Node node = pool.nodes()[again.firstNode()];
            long dueNs = again.firstDueNs();
            tally.askedAgain(dueNs >= countFromNs);
            pickUp(pool, node, again.firstCoupon(), again.firstUser(), again.firstAttempt(), dueNs, nowNs);
            again.removeFirst();
        }
    }

    private void pickUp(ConnectionPool pool, Node node, long coupon, long user, int attempt, long dueNs, long nowNs) {
        boolean counted = dueNs >= countFromNs;
        tally.pickedUp(dueNs, nowNs, counted);
        boolean tooLate = nowNs - dueNs > timeoutNs;
        if (!tooLate && node.line.size() == 0 && !node.free.isEmpty()) {
            send(pool, node, coupon, user, attempt, dueNs);
        } else if (tooLate || !node.line.offer(coupon, user, node.number, attempt, dueNs)) {
            dropped(coupon, user, node.number, attempt, dueNs, nowNs);
        }
    }

    private void drainLines(ConnectionPool pool) {
        for (Node node : pool.nodes()) {
            drainLine(pool, node);
        }
    }

    private void drainLine(ConnectionPool pool, Node node) {
        WaitingLine line = node.line;
        while (line.size() > 0) {
            long dueNs = line.firstDueNs();
            long nowNs = elapsedNs();
            if (nowNs - dueNs > timeoutNs) {
                dropped(line.firstCoupon(), line.firstUser(), node.number, line.firstAttempt(), dueNs, nowNs);
            } else if (!node.free.isEmpty()) {
                send(pool, node, line.firstCoupon(), line.firstUser(), line.firstAttempt(), dueNs);
            } else {
                return;
            }
            line.removeFirst();
        }
    }

    private void send(ConnectionPool pool, Node node, long coupon, long user, int attempt, long dueNs) {
        boolean counted = dueNs >= countFromNs;
        tally.sent(dueNs, elapsedNs(), counted);
        view.oneSent();
        pool.send(node, coupon, user, attempt, dueNs, counted, leaving.decide(coupon, user, attempt));
    }

    private void sleepUntil(ConnectionPool pool, long nextDueNs) throws IOException {
        long gapNs = nextDueNs - elapsedNs();
        if (gapNs <= 0) {
            return;
        }
        long tickNs = spec.tickUs() * 1000;
        if (pool.inFlight() == 0) {
            LockSupport.parkNanos(Math.clamp(gapNs, tickNs, LONGEST_SLEEP_NS));
        } else if (gapNs < SELECTABLE_NS) {
            LockSupport.parkNanos(tickNs);
        } else {
            pool.await(Math.min(gapNs, LONGEST_SLEEP_NS) / NS_PER_MS);
        }
    }

    private Node nextTurn(ConnectionPool pool) {
        Node node = pool.nodes()[turn];
        turn = (turn + 1) % pool.nodes().length;
        return node;
    }

    /** The next node in turn with a connection that is free, or null. */
    private @Nullable Node freeNode(ConnectionPool pool) {
        for (int i = 0; i < pool.nodes().length; i++) {
            Node node = nextTurn(pool);
            if (!node.free.isEmpty()) {
                return node;
            }
        }
        return null;
    }

    private void finished(Connection c, ClientOutcome outcome, int status, long endNs) {
        boolean neverSent = outcome == ClientOutcome.CONNECT_ERROR;
        connectErrorsInARow = neverSent ? connectErrorsInARow + 1 : 0;
        // Without a complete response the parser still holds a part of one, or the one before.
        long serial = status > 0 ? c.parser.serial() : 0;
        tally.finished(outcome, status, c.dueNs, endNs, c.counted);
        view.oneEnded(outcome);
        sink.finished(new Attempt(
                c.coupon,
                c.user,
                c.node.number,
                c.attempt,
                c.dueNs,
                neverSent ? -1 : c.sentNs,
                endNs,
                outcome,
                serial,
                c.counted));
        if (!finishing && demand.manners().askAgain(c.attempt, outcome)) {
            int node = (c.node.number + 1) % spec.targets().size();
            if (!again.offer(c.coupon, c.user, node, c.attempt + burst, endNs + pauseNs)) {
                dropped(c.coupon, c.user, node, c.attempt + burst, endNs, endNs);
            }
        }
    }

    private void dropped(long coupon, long user, int node, int attempt, long dueNs, long nowNs) {
        boolean counted = dueNs >= countFromNs;
        tally.finished(ClientOutcome.DROPPED, 0, dueNs, nowNs, counted);
        view.oneEnded(ClientOutcome.DROPPED);
        sink.finished(new Attempt(coupon, user, node, attempt, dueNs, -1, nowNs, ClientOutcome.DROPPED, 0, counted));
    }

    private void countFromHere(long nowNs) {
        if (!counting && nowNs >= countFromNs) {
            counting = true;
            cpu.start();
        }
    }

    private Map<String, Double> usedCpu() {
        return counting ? cpu.stop() : Map.of();
    }

    private void keepHouse(ConnectionPool pool, double askedPerS) {
        long nowNs = elapsedNs();
        if (nowNs < housekeepingNs) {
            return;
        }
        housekeepingNs = nowNs + HOUSEKEEPING_NS;
        pool.expire(timeoutNs);
        if (nowNs >= (seconds + 1) * NS_PER_S) {
            seconds = (int) (nowNs / NS_PER_S);
            Second second = tally.second(seconds, !counting, askedPerS, pool.inFlight(), pool.waiting());
            view.second(second);
            progress.accept(second);
        }
    }

    private long elapsedNs() {
        return clocks.nanos().getAsLong() - startNs;
    }
}
