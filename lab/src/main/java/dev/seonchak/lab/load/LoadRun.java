package dev.seonchak.lab.load;

import dev.seonchak.lab.process.CpuMeter;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One run of load: a single thread that picks requests up when they are due, sends them on free connections, reads the
 * answers and counts.
 *
 * <pre>
 *   Schedule ──due──▶ WaitingLine ──free connection──▶ ConnectionPool ──▶ Tally, Sink
 *                        │ full, or waited too long
 *                        └──▶ dropped
 * </pre>
 *
 * <p>In the open loop latency counts from the instant a request was DUE. Were it counted from the sending, a server that
 * stops for a second would delay the requests behind it and look fast on every one of them (coordinated omission).
 *
 * <p>One thread does everything, because waking another one costs more than the work. Between due instants it sleeps for
 * one tick at least, so a request may be sent, and its answer seen, up to a tick plus the timer's slack late; the
 * result says how late.
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
    private final Users users;
    private final Sink sink;
    private final Consumer<Second> progress;
    private final CpuMeter cpu;
    private final LongSupplier nanoClock;
    private final Tally tally;
    private final WaitingLine line;
    private final long timeoutNs;
    private final long countFromNs;
    private long startNs;
    private boolean counting;
    private long housekeepingNs;
    private int seconds;
    private int connectErrorsInARow;

    /**
     * A run that has not begun.
     *
     * @param progress gets every second as it passes, on the run's thread
     * @param nanoClock the time, in ns from anywhere; {@code System::nanoTime} outside of tests
     */
    public LoadRun(
            LoadSpec spec,
            Pace pace,
            Users users,
            Sink sink,
            Consumer<Second> progress,
            CpuMeter cpu,
            LongSupplier nanoClock) {
        this.spec = spec;
        this.pace = pace;
        this.users = users;
        this.sink = sink;
        this.progress = progress;
        this.cpu = cpu;
        this.nanoClock = nanoClock;
        tally = new Tally(spec.lateMs());
        line = new WaitingLine(spec.queueCapacity());
        timeoutNs = spec.timeoutMs() * NS_PER_MS;
        countFromNs = switch (pace) {
            case Pace.Open open -> open.schedule().countFromNs();
            case Pace.Closed closed -> closed.warmUpMs() * NS_PER_MS;
        };
    }

    /** Runs to the end on the calling thread; throws when the target cannot be connected to at all. */
    public LoadResult run() throws IOException {
        try (ConnectionPool pool = new ConnectionPool(spec, this::elapsedNs, this::finished)) {
            startNs = nanoClock.getAsLong();
            pool.openAll((int) Math.min(spec.timeoutMs(), Integer.MAX_VALUE));
            startNs = nanoClock.getAsLong();
            housekeepingNs = 0;
            return switch (pace) {
                case Pace.Open open -> {
                    Schedule schedule = open.schedule();
                    runOpen(pool, schedule);
                    double scheduleS = (double) (schedule.endNs() - countFromNs) / NS_PER_S;
                    yield tally.result(schedule.plannedCounted(), scheduleS, pool.unframed(), usedCpu());
                }
                case Pace.Closed closed -> {
                    runClosed(pool, closed);
                    yield tally.result(0, Double.NaN, pool.unframed(), usedCpu());
                }
            };
        }
    }

    private void runOpen(ConnectionPool pool, Schedule schedule) throws IOException {
        long total = schedule.planned();
        long next = 0;
        long nextDueNs = total > 0 ? schedule.dueNs(0) : Long.MAX_VALUE;
        while (next < total || line.size() > 0 || pool.inFlight() > 0) {
            long nowNs = elapsedNs();
            countFromHere(nowNs);
            for (int i = 0; i < PICK_UPS_BEFORE_READING && nextDueNs <= nowNs; i++) {
                pickUp(pool, nextDueNs, nowNs);
                next++;
                nextDueNs = next < total ? schedule.dueNs(next) : Long.MAX_VALUE;
            }
            pool.poll();
            drainLine(pool);
            keepHouse(pool, schedule.perSAt(nowNs));
            sleepUntil(pool, nextDueNs);
        }
    }

    private void pickUp(ConnectionPool pool, long dueNs, long nowNs) {
        boolean counted = dueNs >= countFromNs;
        long user = users.next();
        tally.pickedUp(dueNs, nowNs, counted);
        boolean tooLate = nowNs - dueNs > timeoutNs;
        if (!tooLate && line.size() == 0 && pool.hasFree()) {
            send(pool, user, dueNs);
        } else if (tooLate || !line.offer(user, dueNs)) {
            ended(user, dueNs, -1, nowNs, Outcome.DROPPED, 0, 0, counted);
        }
    }

    private void drainLine(ConnectionPool pool) {
        while (line.size() > 0) {
            long dueNs = line.firstDueNs();
            long nowNs = elapsedNs();
            if (nowNs - dueNs > timeoutNs) {
                ended(line.firstUser(), dueNs, -1, nowNs, Outcome.DROPPED, 0, 0, dueNs >= countFromNs);
            } else if (pool.hasFree()) {
                send(pool, line.firstUser(), dueNs);
            } else {
                return;
            }
            line.removeFirst();
        }
    }

    private void send(ConnectionPool pool, long user, long dueNs) {
        boolean counted = dueNs >= countFromNs;
        tally.sent(dueNs, elapsedNs(), counted);
        pool.send(user, dueNs, counted);
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

    private void runClosed(ConnectionPool pool, Pace.Closed closed) throws IOException {
        long endNs = (closed.warmUpMs() + closed.durationMs()) * NS_PER_MS;
        long left = closed.requests();
        boolean more = left > 0;
        while (more || pool.inFlight() > 0) {
            while (more && pool.hasFree()) {
                long nowNs = elapsedNs();
                countFromHere(nowNs);
                more = nowNs < endNs && (!counting || left-- > 0);
                if (more) {
                    send(pool, users.next(), nowNs);
                }
                if (connectErrorsInARow >= CONNECT_ERRORS_BEFORE_GIVING_UP) {
                    throw new IOException("gave up: " + connectErrorsInARow + " connections in a row were refused by "
                            + spec.host() + ":" + spec.port());
                }
            }
            pool.await(LONGEST_SLEEP_NS / NS_PER_MS);
            keepHouse(pool, Double.NaN);
        }
    }

    private void finished(Connection c, Outcome outcome, int status, long endNs) {
        connectErrorsInARow = outcome == Outcome.CONNECT_ERROR ? connectErrorsInARow + 1 : 0;
        long sentNs = outcome == Outcome.CONNECT_ERROR ? -1 : c.sentNs;
        // Without a complete response the parser still holds a part of one, or the one before.
        long serial = status > 0 ? c.parser.serial() : 0;
        ended(c.user, c.dueNs, sentNs, endNs, outcome, status, serial, c.counted);
    }

    private void ended(
            long user, long dueNs, long sentNs, long endNs, Outcome outcome, int status, long serial, boolean counted) {
        tally.finished(outcome, status, dueNs, endNs, counted);
        sink.finished(user, dueNs, sentNs, endNs, outcome, serial, counted);
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
            progress.accept(tally.second(seconds, !counting, askedPerS, pool.inFlight(), line.size()));
        }
    }

    private long elapsedNs() {
        return nanoClock.getAsLong() - startNs;
    }
}
