package dev.seonchak.service.recorder;

/**
 * How one partition that this node records is doing.
 *
 * @param phase what it does now
 * @param detail why, in a sentence; empty where all is well
 * @param nextOffset the first offset not yet in the database; -1 where the database has not been asked yet
 * @param lagRecords records in the log that are not in the database; -1 where unknown
 */
public record PartitionState(int partition, Phase phase, String detail, long nextOffset, long lagRecords) {

    /** What a partition does. */
    public enum Phase {
        /** Looking for its position. */
        STARTING,
        RUNNING,
        /** The database fails in a way that passes by itself. Tried again for ever. */
        RETRYING,
        /** The database refuses in a way that will hardly pass by itself. Tried again for ever, nothing is skipped. */
        BLOCKED,
        /** Given up until the next start: going on would be guessing. */
        STOPPED
    }
}
