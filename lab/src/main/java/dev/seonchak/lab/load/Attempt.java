package dev.seonchak.lab.load;

import dev.seonchak.core.audit.ClientOutcome;

/**
 * One request of a history; the fields are those of {@link Sink#finished}.
 *
 * @param number 1 for the first, see {@link Sink#finished}
 * @param sentNs from time 0, or −1 when it never was sent
 * @param serial the serial in a 202 or 409, or 0
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
        boolean counted) {}
