package dev.seonchak.lab.load;

import dev.seonchak.core.audit.ClientOutcome;

/**
 * One request that has come to its end. Times are nanoseconds from time 0 of its run.
 *
 * @param coupon what was asked for
 * @param user who asked
 * @param node which of the targets, from 0
 * @param number 1 for the first; a burst of k begins with 1 to k, and k more is the same request asked again
 * @param dueNs when it was due
 * @param sentNs when it was sent, or −1 when it never was
 * @param endNs when its outcome was known
 * @param outcome what became of it
 * @param serial the serial in a 202 or 409, or 0
 * @param counted false in the warm-up
 */
public record Attempt(
        long coupon,
        long user,
        int node,
        int number,
        long dueNs,
        long sentNs,
        long endNs,
        ClientOutcome outcome,
        long serial,
        boolean counted) {

    /** The same with all times so much later. */
    Attempt later(long ns) {
        return new Attempt(
                coupon,
                user,
                node,
                number,
                dueNs + ns,
                sentNs < 0 ? sentNs : sentNs + ns,
                endNs + ns,
                outcome,
                serial,
                counted);
    }
}
