package dev.seonchak.lab.load;

import dev.seonchak.core.audit.ClientOutcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A run while it goes on, for any thread; warm-up included. Counters grow one by one and are never ahead of the truth. */
public final class LoadView {
    private final AtomicLong sent = new AtomicLong();
    private final Map<ClientOutcome, AtomicLong> outcomes = new EnumMap<>(ClientOutcome.class);
    private volatile @Nullable Second lastSecond;
    private volatile long startedAtMs = -1;
    private volatile boolean running;

    LoadView() {
        for (ClientOutcome outcome : ClientOutcome.values()) {
            outcomes.put(outcome, new AtomicLong());
        }
    }

    /** Requests sent, or tried to where no connection could be made. */
    public long sent() {
        return sent.get();
    }

    /** Requests that were granted. */
    public long accepted() {
        return count(ClientOutcome.ACCEPTED);
    }

    /** Requests that ended so. */
    public long count(ClientOutcome outcome) {
        return counter(outcome).get();
    }

    /** Requests by outcome; those that did not happen are absent. */
    public Map<ClientOutcome, Long> outcomes() {
        Map<ClientOutcome, Long> now = new EnumMap<>(ClientOutcome.class);
        outcomes.forEach((outcome, count) -> {
            long value = count.get();
            if (value > 0) {
                now.put(outcome, value);
            }
        });
        return now;
    }

    /** The last whole second, or null before the end of the first one. */
    public @Nullable Second lastSecond() {
        return lastSecond;
    }

    /** The 99th percentile of the last whole second in milliseconds, or NaN before the end of the first one. */
    public double p99Ms() {
        Second second = lastSecond;
        return second == null ? Double.NaN : second.p99Ms();
    }

    /** The wall clock of time 0 in milliseconds since the epoch, or −1 before it. */
    public long startedAtMs() {
        return startedAtMs;
    }

    /** Whether time 0 has come and the last request has not ended. */
    public boolean running() {
        return running;
    }

    void started(long epochMs) {
        startedAtMs = epochMs;
        running = true;
    }

    void ended() {
        running = false;
    }

    void second(Second second) {
        lastSecond = second;
    }

    // One thread writes, so a plain read and an ordered write will do: no locked instruction a request.
    void oneSent() {
        sent.setRelease(sent.getPlain() + 1);
    }

    void oneEnded(ClientOutcome outcome) {
        AtomicLong counter = counter(outcome);
        counter.setRelease(counter.getPlain() + 1);
    }

    private AtomicLong counter(ClientOutcome outcome) {
        return Objects.requireNonNull(outcomes.get(outcome));
    }
}
