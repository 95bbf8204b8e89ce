package dev.seonchak.audit;

import dev.seonchak.core.audit.RecorderLag;

/** Waits for the recorder to reach the end that the log has when the wait begins. */
final class LagWatch {

    private static final long PAUSE_MS = 200;

    private LagWatch() {}

    static RecorderLag wait(KafkaLog log, MySqlRows rows, long waitMs) {
        long beganNs = System.nanoTime();
        long end = log.endNow();
        long first = rows.positionNow();
        while (true) {
            long now = rows.positionNow();
            long waitedMs = (System.nanoTime() - beganNs) / 1_000_000;
            if (now >= end || waitedMs >= waitMs || !paused(Math.min(PAUSE_MS, waitMs - waitedMs))) {
                return new RecorderLag(now, end, now > first, waitedMs);
            }
        }
    }

    private static boolean paused(long ms) {
        try {
            Thread.sleep(ms);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
