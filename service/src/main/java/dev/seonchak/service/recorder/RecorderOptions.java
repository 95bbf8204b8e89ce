package dev.seonchak.service.recorder;

import dev.seonchak.service.config.Config;
import java.util.Map;

/**
 * How the recorder works.
 *
 * @param kafka properties of every Kafka client: {@code bootstrap.servers} and whatever security needs
 * @param partitions number of partitions of the topic; a topic with another number is refused
 * @param group the consumer group that shares the partitions out among nodes
 * @param maxBatch records in one transaction at most
 * @param gatherMs how long a batch that is not full waits for more records: many small transactions cost more than the
 *     delay is worth, and nobody waits for a row
 * @param backoffMinMs the first pause after a failure
 * @param backoffMaxMs the longest pause after a failure; attempts never end
 * @param closeTimeoutMs for a transaction under way to end at shutdown
 */
public record RecorderOptions(
        Map<String, Object> kafka,
        String topic,
        int partitions,
        String group,
        int maxBatch,
        int gatherMs,
        int backoffMinMs,
        int backoffMaxMs,
        int closeTimeoutMs) {

    public RecorderOptions {
        kafka = Map.copyOf(kafka);
        if (partitions < 1 || maxBatch < 1) {
            throw new IllegalArgumentException(
                    "partitions and maxBatch must be positive but are " + partitions + " and " + maxBatch);
        }
        if (gatherMs < 0 || backoffMinMs < 1 || backoffMaxMs < backoffMinMs || closeTimeoutMs < 0) {
            throw new IllegalArgumentException("times must not be negative and backoffMaxMs not less than backoffMinMs,"
                    + " but gatherMs is " + gatherMs + ", backoff " + backoffMinMs + " to " + backoffMaxMs
                    + ", closeTimeoutMs " + closeTimeoutMs);
        }
    }

    private static final int GATHER_MS = 20;
    private static final int BACKOFF_MIN_MS = 50;
    private static final int BACKOFF_MAX_MS = 5_000;
    private static final int CLOSE_TIMEOUT_MS = 5_000;

    /** As configured. */
    public static RecorderOptions of(Map<String, Object> kafka, Config.Log log, Config.Recorder recorder) {
        return new RecorderOptions(
                kafka,
                log.topic(),
                log.partitions(),
                recorder.group(),
                recorder.maxBatch(),
                GATHER_MS,
                BACKOFF_MIN_MS,
                BACKOFF_MAX_MS,
                CLOSE_TIMEOUT_MS);
    }
}
