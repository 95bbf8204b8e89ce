package dev.seonchak.core.audit;

import java.util.List;

/**
 * What was measured from outside during a run.
 *
 * @param recoveries empty where nobody measured any
 * @param bounds empty where nobody measured any
 * @param deadlineMs longest time from send to end that an answer may take; 0 where none is stated
 */
public record Measured(List<Recovery> recoveries, List<Bound> bounds, long deadlineMs) {

    /** Nothing was measured. */
    public static final Measured NOTHING = new Measured(List.of(), List.of(), 0);

    public Measured {
        recoveries = List.copyOf(recoveries);
        bounds = List.copyOf(bounds);
    }
}
