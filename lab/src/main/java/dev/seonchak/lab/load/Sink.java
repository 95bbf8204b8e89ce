package dev.seonchak.lab.load;

import dev.seonchak.core.audit.ClientOutcome;
import java.util.function.Consumer;

/** Where every finished request goes; called on the generator's one thread, so it must be quick. */
@FunctionalInterface
public interface Sink {
    /** Keeps nothing. */
    Sink NONE = (coupon, user, node, attempt, dueNs, sentNs, endNs, outcome, serial, counted) -> {};

    /**
     * One request has come to its end. Primitives, because a generator that makes garbage of every request pauses.
     *
     * @param coupon what was asked for
     * @param user who asked
     * @param node which of the targets, from 0
     * @param attempt 1 for the first; a burst of k begins with 1 to k, and k more is the same request asked again
     * @param dueNs when it was due, from time 0
     * @param sentNs when it was sent, or −1 when it never was
     * @param endNs when its outcome was known
     * @param outcome what became of it
     * @param serial the serial in a 202 or 409, or 0
     * @param counted false in the warm-up
     */
    void finished(
            long coupon,
            long user,
            int node,
            int attempt,
            long dueNs,
            long sentNs,
            long endNs,
            ClientOutcome outcome,
            long serial,
            boolean counted);

    /**
     * Time 0 is now; before the first request.
     *
     * @param startedAtMs the wall clock of time 0, milliseconds since the epoch
     * @param zeroNs the generator's own clock at time 0
     */
    default void started(long startedAtMs, long zeroNs) {}

    /** A sink of objects, one a request, for whoever can afford them. */
    static Sink of(Consumer<Attempt> each) {
        return (coupon, user, node, attempt, dueNs, sentNs, endNs, outcome, serial, counted) ->
                each.accept(new Attempt(coupon, user, node, attempt, dueNs, sentNs, endNs, outcome, serial, counted));
    }

    /** Both, in this order. */
    static Sink both(Sink first, Sink second) {
        return new Sink() {
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
                first.finished(coupon, user, node, attempt, dueNs, sentNs, endNs, outcome, serial, counted);
                second.finished(coupon, user, node, attempt, dueNs, sentNs, endNs, outcome, serial, counted);
            }

            @Override
            public void started(long startedAtMs, long zeroNs) {
                first.started(startedAtMs, zeroNs);
                second.started(startedAtMs, zeroNs);
            }
        };
    }
}
