package dev.seonchak.service.recorder;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** What Kafka says about the topic as a whole: which log it is, and where it ends. */
final class TopicWatch implements LaneWriter.LogIdentity, AutoCloseable {

    private static final int ANSWER_TIMEOUT_MS = 10_000;

    private final Admin admin;
    private final String topic;
    private final int partitions;
    private KafkaFuture<?> endOffsets = KafkaFuture.completedFuture(null);

    TopicWatch(Admin admin, String topic, int partitions) {
        this.admin = admin;
        this.topic = topic;
        this.partitions = partitions;
    }

    @Override
    public LogPartition identify(int partition) throws InterruptedException {
        TopicDescription found;
        try {
            found = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(ANSWER_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                    .values()
                    .iterator()
                    .next();
        } catch (ExecutionException e) {
            throw new KafkaException("topic " + topic + " cannot be described", e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("no answer about topic " + topic + " in " + ANSWER_TIMEOUT_MS + " ms", e);
        }
        if (found.partitions().size() != partitions) {
            // A coupon's partition follows from their number, so every coupon would be looked for in the wrong place.
            throw new ForeignLogException("topic " + topic + " has "
                    + found.partitions().size() + " partitions, but " + partitions
                    + " are configured: configure the number that the topic was made with");
        }
        return new LogPartition(found.topicId().toString(), partition, partitions);
    }

    /** Asks where partitions end; answers later, or never, on a thread of Kafka's. One question at a time. */
    void askForEnds(Collection<TopicPartition> of, ObjLongConsumer<TopicPartition> answer) {
        if (of.isEmpty() || !endOffsets.isDone()) {
            return;
        }
        Map<TopicPartition, OffsetSpec> latest =
                of.stream().collect(Collectors.toMap(tp -> tp, tp -> OffsetSpec.latest()));
        endOffsets = admin.listOffsets(latest).all().whenComplete((ends, failure) -> {
            if (failure == null) {
                ends.forEach((tp, end) -> answer.accept(tp, end.offset()));
            }
        });
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
