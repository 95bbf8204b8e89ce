package dev.seonchak.lab.load;

import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.core.audit.ClientOutcome.Meaning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The history of a run in memory, some 80 bytes a request: written by the run's thread, read after its end. */
public final class RecordedHistory implements Sink {

    /** When a user last did not know, and when the last request was sent that was answered for certain. */
    private static final class Knowledge {
        long unknownUntilNs = Long.MIN_VALUE;
        long certainFromNs = Long.MIN_VALUE;
        boolean has;

        void take(Attempt attempt) {
            ClientOutcome outcome = attempt.outcome();
            if (outcome.meaning() == Meaning.UNKNOWN) {
                unknownUntilNs = Math.max(unknownUntilNs, attempt.endNs());
            } else if (outcome.isDefinite()) {
                certainFromNs = Math.max(certainFromNs, attempt.sentNs());
            }
            has |= outcome == ClientOutcome.ACCEPTED || outcome == ClientOutcome.ALREADY_ISSUED;
        }

        boolean isOpen() {
            return !has && unknownUntilNs > certainFromNs;
        }
    }

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

    /**
     * Who does not know, by coupon: users with an unknown outcome who were never told that they have it, nor refused by a
     * request that was sent after the unknown one had ended. Ascending.
     */
    public Map<Long, long[]> undecided() {
        Map<Long, Map<Long, Knowledge>> byCoupon = new TreeMap<>();
        for (Attempt attempt : attempts) {
            byCoupon.computeIfAbsent(attempt.coupon(), coupon -> new HashMap<>())
                    .computeIfAbsent(attempt.user(), user -> new Knowledge())
                    .take(attempt);
        }
        Map<Long, long[]> undecided = new TreeMap<>();
        byCoupon.forEach((coupon, users) -> {
            long[] open = users.entrySet().stream()
                    .filter(user -> user.getValue().isOpen())
                    .mapToLong(Map.Entry::getKey)
                    .sorted()
                    .toArray();
            if (open.length > 0) {
                undecided.put(coupon, open);
            }
        });
        return undecided;
    }
}
