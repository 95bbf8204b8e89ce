package dev.seonchak.core.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured from outside during a run.
 *
 * @param recovery null where nobody measured it
 * @param bounds empty where nobody measured any
 * @param deadlineMs longest time from send to end that an answer may take; 0 where none is stated
 */
public record Measured(@Nullable Recovery recovery, List<Bound> bounds, long deadlineMs) {

    /** Nothing was measured. */
    public static final Measured NOTHING = new Measured(null, List.of(), 0);

    public Measured {
        bounds = List.copyOf(bounds);
    }
}
