package dev.seonchak.core.recorder;

/**
 * How far a partition is in the database.
 *
 * @param nextOffset the first offset not yet in the database
 * @param logTimeMs the highest append time among the records before it; 0 where there is none
 */
public record LogPosition(long nextOffset, long logTimeMs) {

    /** Before the first record. */
    public static final LogPosition START = new LogPosition(0, 0);
}
