package dev.seonchak.lab.load;

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
        public void finished(Attempt attempt) {
            synchronized (SharedSink.this) {
                into.finished(attempt.later(laterNs));
            }
        }
    }
}
