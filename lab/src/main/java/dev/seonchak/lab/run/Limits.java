package dev.seonchak.lab.run;

import dev.seonchak.lab.fault.Fault;

/**
 * What the product promises about time. Milliseconds.
 *
 * @param p99WithinMs longest time from the healing of a fault of Redis, MySQL or a node until 202s are as fast as before
 * @param p99WithinAfterKafkaMs the same where Kafka was hit
 * @param lagWithinMs longest time from healing until the recorder has caught up, beyond the length of the fault itself
 * @param deadlineMs longest time to an answer, whatever is broken
 * @param slackMs what a busy machine may add to the deadline
 */
public record Limits(long p99WithinMs, long p99WithinAfterKafkaMs, long lagWithinMs, long deadlineMs, long slackMs) {

    /** As promised. */
    public static final Limits PROMISED = new Limits(5_000, 15_000, 30_000, 3_000, 500);

    /** For a machine that others use too: whether it comes back, and not how soon. */
    public static final Limits NO_HURRY = new Limits(60_000, 60_000, 120_000, 3_000, 5_000);

    /** Longest time from the healing of this fault until 202s are as fast as before. */
    long p99Within(Fault fault) {
        return switch (fault.hits()) {
            case KAFKA, EVERYTHING -> p99WithinAfterKafkaMs;
            case REDIS, MYSQL, API, RECORDER -> p99WithinMs;
        };
    }
}
