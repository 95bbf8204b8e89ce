package dev.seonchak.lab.load;

import dev.seonchak.core.audit.ClientOutcome;

/**
 * One history of several runs, which may overlap: all times count from time 0 of the part that started first. The runs must
 * have the same clock.
 */
public final class SharedSink {
    private final Sink into;
    private boolean started;
    private long zeroNs;

    /** Everything goes into {@code into}, one call at a time. */
    public SharedSink(Sink into) {
        this.into = into;
    }

    /** The sink of one more run. */
    public Sink part() {
        return new Part();
    }

    private final class Part implements Sink {
        private long laterNs;

        @Override
        public void started(long startedAtMs, long partZeroNs) {
            synchronized (SharedSink.this) {
                if (!started) {
                    started = true;
                    zeroNs = partZeroNs;
                    into.started(startedAtMs, partZeroNs);
                }
                laterNs = partZeroNs - zeroNs;
            }
        }

        @Override
        public void finished(
                long coupon,
                long user,
                int node,
                int attempt,
                long dueNs,
                long sentNs,
                long endNs,
                ClientOutcome outcome,
                long serial,
                boolean counted) {
            synchronized (SharedSink.this) {
                into.finished(
                        coupon,
                        user,
                        node,
                        attempt,
                        dueNs + laterNs,
                        sentNs < 0 ? sentNs : sentNs + laterNs,
                        endNs + laterNs,
                        outcome,
                        serial,
                        counted);
            }
        }
    }
}
