package dev.seonchak.core.audit;

/**
 * The recorder's position beside the end of the log.
 *
 * @param nextOffset the first offset that is not in MySQL yet, after the wait
 * @param logEnd where the log ended before the wait
 * @param moved whether the position moved during the wait
 * @param waitedMs how long the recorder was given
 */
public record RecorderLag(long nextOffset, long logEnd, boolean moved, long waitedMs) {

    /** Records that were in the log and are not in MySQL. */
    public long behind() {
        return Math.max(0, logEnd - nextOffset);
    }
}
