package dev.seonchak.core.audit;

import org.jspecify.annotations.Nullable;

/** I7: after the last fault the recorder reaches the end of the log, and latency is back, within the stated times. */
public final class Recovered {

    private Recovered() {}

    /** Judges; at least one of the two is there. */
    public static Finding judge(@Nullable RecorderLag lag, @Nullable Recovery recovery) {
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
        if (recovery != null) {
            within(breaches, "lag 0", recovery.healAtMs(), recovery.lagZeroAtMs(), recovery.lagWithinMs());
            within(
                    breaches,
                    "p99 back at " + recovery.p99BeforeMs() + " ms",
                    recovery.healAtMs(),
                    recovery.p99BackAtMs(),
                    recovery.p99WithinMs());
            summary = summary.and(new Words(
                    "Lag and p99 were back in time after the last fault.", "마지막 장애 후 지연과 p99가 제시간에 회복되었습니다."));
        }
        return breaches.finding(
                Invariant.I7,
                new Words(summary.en().strip(), summary.ko().strip()),
                new Words("Not back to normal in time.", "제시간에 정상으로 돌아오지 못했습니다."));
    }

    private static void within(Breaches breaches, String what, long healAtMs, @Nullable Long atMs, long withinMs) {
        if (atMs == null) {
            breaches.add(() -> what + ": never; allowed are " + withinMs + " ms after the last fault");
        } else if (atMs - healAtMs > withinMs) {
            breaches.add(() -> what + ": after " + (atMs - healAtMs) + " ms; allowed are " + withinMs + " ms");
        }
    }
}
