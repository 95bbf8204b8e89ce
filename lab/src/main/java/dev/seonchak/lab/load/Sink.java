package dev.seonchak.lab.load;

/** Where every finished request goes; called on the generator's one thread, so it must be quick. */
@FunctionalInterface
public interface Sink {
    /** Keeps nothing. */
    Sink NONE = (user, dueNs, sentNs, endNs, outcome, serial, counted) -> {};

    /**
     * One request has come to its end.
     *
     * @param user who asked
     * @param dueNs when it was due, from the start of the run
     * @param sentNs when it was sent, or −1 when it never was
     * @param endNs when its outcome was known
     * @param outcome what became of it
     * @param serial the serial in a 202 or 409, or 0
     * @param counted false in the warm-up
     */
    void finished(long user, long dueNs, long sentNs, long endNs, Outcome outcome, long serial, boolean counted);
}
