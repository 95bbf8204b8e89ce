package dev.seonchak.lab.loadtest;

import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.lab.load.Attempt;
import dev.seonchak.lab.load.Schedule;
import dev.seonchak.lab.load.Sink;
import dev.seonchak.lab.watch.Recording;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** A line for each second of the load. Its own thread tells; the thread that reads k6 only counts. */
final class Ticker implements Sink, AutoCloseable {

    private static final long SECOND_MS = 1_000;
    private static final long LONGEST_US = 600_000_000;

    private final Teller teller;
    private final LoadPlan plan;
    private final Schedule schedule;
    private final Recording recording;
    private final String stock;
    private final Map<ClientOutcome, Long> outcomes = new EnumMap<>(ClientOutcome.class);
    private final Histogram secondUs = new Histogram(LONGEST_US, 2);
    private final Thread thread = Thread.ofVirtual().name("ticker").unstarted(this::tick);
    private long startedAtMs;
    private long answered;

    Ticker(Teller teller, LoadPlan plan, Recording recording, long couponId) {
        this.teller = teller;
        this.plan = plan;
        this.schedule = plan.schedule();
        this.recording = recording;
        this.stock = "seonchak_coupon_remaining{coupon=\"" + couponId + "\"}";
    }

    @Override
    public synchronized void started(long epochMs, long zeroNs) {
        startedAtMs = epochMs;
        thread.start();
    }

    @Override
    public synchronized void finished(Attempt attempt) {
        outcomes.merge(attempt.outcome(), 1L, Long::sum);
        secondUs.recordValue(Math.clamp((attempt.endNs() - attempt.dueNs()) / 1000, 0, LONGEST_US));
        answered++;
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(SECOND_MS);
                teller.now(line());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized String line() {
        long ms = System.currentTimeMillis() - startedAtMs;
        double left = recording.series(Ground.SERVICE, stock).last();
        String line = String.format(
                Locale.ROOT,
                "%3d/%d s  asked %,5.0f/s  answered %,7d  p99 %6.1f ms  202 %,6d  409 %,7d  410 %,7d  else %d%s",
                ms / SECOND_MS,
                plan.seconds(),
                schedule.perSAt(ms * 1_000_000),
                answered,
                secondUs.getTotalCount() == 0 ? 0 : secondUs.getValueAtPercentile(99) / 1000.0,
                count(ClientOutcome.ACCEPTED),
                count(ClientOutcome.ALREADY_ISSUED),
                count(ClientOutcome.SOLD_OUT) + count(ClientOutcome.CLOSED),
                answered
                        - count(ClientOutcome.ACCEPTED)
                        - count(ClientOutcome.ALREADY_ISSUED)
                        - count(ClientOutcome.SOLD_OUT)
                        - count(ClientOutcome.CLOSED),
                Double.isNaN(left) ? "" : String.format(Locale.ROOT, "  left %,.0f", left));
        secondUs.reset();
        return line;
    }

    private long count(ClientOutcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
