package dev.seonchak.lab.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The history of a run in memory, some 80 bytes a request: written by the run's thread, read after its end. */
public final class RecordedHistory implements Sink {

    private final List<Attempt> attempts = new ArrayList<>();
    private long startedAtMs = -1;

    @Override
    public void started(long epochMs, long zeroNs) {
        startedAtMs = epochMs;
    }

    @Override
    public void finished(Attempt attempt) {
        attempts.add(attempt);
    }

    /** How many requests it holds. */
    public long size() {
        return attempts.size();
    }

    /** The wall clock of time 0 in milliseconds since the epoch, or −1 where no run has started. */
    public long startedAtMs() {
        return startedAtMs;
    }

    /** Shows every request in the order of their ends. */
    public void forEach(Consumer<Attempt> visitor) {
        attempts.forEach(visitor);
    }

    /** Who does not know, by coupon, see {@link Undecided}. */
    public Map<Long, long[]> undecided() {
        Undecided undecided = new Undecided();
        attempts.forEach(undecided::finished);
        return undecided.byCoupon();
    }
}
