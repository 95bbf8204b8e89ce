package dev.seonchak.service.recorder;

import dev.seonchak.core.ledger.Ledger;

/**
 * Which log, and which part of it.
 *
 * @param topicId Kafka's own id of the topic. A topic that is deleted and made again under the same name is another log
 * @param partitions number of partitions of the log
 */
record LogPartition(String topicId, int partition, int partitions) {

    /** Whether everything about a coupon is in this partition. */
    boolean isHomeOf(long couponId) {
        return Ledger.partitionOf(couponId, partitions) == partition;
    }
}
