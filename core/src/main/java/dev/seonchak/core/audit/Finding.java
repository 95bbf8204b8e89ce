package dev.seonchak.core.audit;

import java.util.List;

/**
 * What an audit found about one invariant.
 *
 * @param summary one sentence; for {@link Status#UNKNOWN} also what to do
 * @param evidence the first breaches, or what may be some, a line each, with what each side says about a user or a serial; at
 *     most {@link Breaches#SHOWN}
 * @param total how many there are in all; 0 for {@link Status#PASS} and {@link Status#NOT_JUDGED}
 */
public record Finding(Invariant invariant, Status status, Words summary, List<String> evidence, long total) {

    /** How an invariant stands. */
    public enum Status {
        /** All evidence was read, and it holds. */
        PASS,
        /** It was broken; the evidence says where. */
        FAIL,
        /** Evidence that was asked for could not be read, or it is too early to say. */
        UNKNOWN,
        /** Nobody handed in the evidence for it. */
        NOT_JUDGED
    }

    public Finding {
        evidence = List.copyOf(evidence);
    }

    static Finding pass(Invariant invariant, Words summary) {
        return new Finding(invariant, Status.PASS, summary, List.of(), 0);
    }

    static Finding unknown(Invariant invariant, Words why) {
        return new Finding(invariant, Status.UNKNOWN, why, List.of(), 0);
    }

    static Finding notJudged(Invariant invariant, Words why) {
        return new Finding(invariant, Status.NOT_JUDGED, why, List.of(), 0);
    }

    /** True where it was broken. */
    public boolean failed() {
        return status == Status.FAIL;
    }
}
