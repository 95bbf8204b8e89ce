package dev.seonchak.core.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** I7: after the last fault the recorder reaches the end of the log, and latency is back, within the stated times. */
public final class Recovered {

    private Recovered() {}

    /** Judges; at least one of the two says something. */
    public static Finding judge(@Nullable RecorderLag lag, List<Recovery> recoveries) {
        var breaches = new Breaches();
        var summary = new Words("", "");
        if (lag != null) {
            if (lag.behind() > 0) {
                breaches.add(() -> "recorder: MySQL is at offset " + lag.nextOffset() + " · the log was at "
                        + lag.logEnd() + ": " + lag.behind() + " records behind after " + lag.waitedMs() + " ms, "
                        + (lag.moved() ? "still moving" : "standing still"));
            }
            summary = new Words(
                    "The recorder had all " + lag.logEnd() + " records of the log within " + lag.waitedMs() + " ms.",
                    "기록기가 로그 " + lag.logEnd() + "건을 " + lag.waitedMs() + "ms 안에 모두 반영했습니다.");
        }
        if (!recoveries.isEmpty()) {
            recoveries.forEach(one -> within(breaches, one));
            summary =
                    summary.and(new Words("Everything was back in time after the faults.", "장애 후 모든 것이 제시간에 회복되었습니다."));
        }
        return breaches.finding(
                Invariant.I7,
                new Words(summary.en().strip(), summary.ko().strip()),
                new Words("Not back to normal in time.", "제시간에 정상으로 돌아오지 못했습니다."));
    }

    private static void within(Breaches breaches, Recovery one) {
        Long afterMs = one.afterMs();
        if (afterMs == null) {
            breaches.add(() -> one.what() + ": never; allowed are " + one.withinMs() + " ms after healing");
        } else if (afterMs > one.withinMs()) {
            breaches.add(() -> one.what() + ": after " + afterMs + " ms; allowed are " + one.withinMs() + " ms");
        }
    }
}
