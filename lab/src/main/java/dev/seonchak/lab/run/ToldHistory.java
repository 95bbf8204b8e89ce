package dev.seonchak.lab.run;

import dev.seonchak.core.audit.Answer;
import dev.seonchak.core.audit.Histories;
import dev.seonchak.lab.load.RecordedHistory;
import java.util.function.Consumer;

/** A run's own history as the audit wants it: complete, and of one clock. */
record ToldHistory(RecordedHistory history) implements Histories {
    private static final long NS_PER_MS = 1_000_000;

    @Override
    public void forEach(Consumer<Answer> consumer) {
        long zeroNs = history.startedAtMs() * NS_PER_MS;
        history.forEach(attempt -> consumer.accept(new Answer(
                attempt.coupon(),
                attempt.user(),
                attempt.sentNs() < 0 ? 0 : zeroNs + attempt.sentNs(),
                zeroNs + attempt.endNs(),
                attempt.outcome(),
                (int) attempt.serial())));
    }

    @Override
    public boolean complete() {
        return true;
    }

    @Override
    public boolean oneClock() {
        return true;
    }
}
