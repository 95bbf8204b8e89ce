package dev.seonchak.lab.load;

/** Where every finished request goes; called on the generator's one thread, so it must be quick. */
@FunctionalInterface
public interface Sink {
    /** Keeps nothing. */
    Sink NONE = attempt -> {};

    /** One request has come to its end. */
    void finished(Attempt attempt);

    /**
     * Time 0 is now; before the first request.
     *
     * @param startedAtMs the wall clock of time 0, milliseconds since the epoch
     * @param zeroNs the generator's own clock at time 0
     */
    default void started(long startedAtMs, long zeroNs) {}

    /** Both, in this order. */
    static Sink both(Sink first, Sink second) {
        return new Sink() {
            @Override
            public void finished(Attempt attempt) {
                first.finished(attempt);
                second.finished(attempt);
            }

            @Override
            public void started(long startedAtMs, long zeroNs) {
                first.started(startedAtMs, zeroNs);
                second.started(startedAtMs, zeroNs);
            }
        };
    }
}
