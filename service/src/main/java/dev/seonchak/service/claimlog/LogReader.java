package dev.seonchak.service.claimlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seonchak.core.record.Decoded;
import dev.seonchak.core.record.RecordCodec;
import dev.seonchak.service.config.Config;
import dev.seonchak.service.config.InvalidConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log as it is, a partition at a time, for the tools of an operator. Joins no group, commits nothing, creates
 * nothing: a node does not notice.
 *
 * <p>Blocking; one thread. Whatever keeps it from reading is a {@link LogUnreadable}, after {@value #SILENCE_MS} ms without
 * progress at the latest.
 */
public final class LogReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long SILENCE_MS = 30_000;

    /** Takes records in the order of a partition. */
    public interface Taker {
        /** False where it wants no more of them. */
        boolean take(List<ConsumerRecord<byte[], byte[]>> records);
    }

    private final Config.Log config;
    private final String topicId;
    private final KafkaConsumer<byte[], byte[]> consumer;

    private LogReader(Config.Log config, String topicId, KafkaConsumer<byte[], byte[]> consumer) {
        this.config = config;
        this.topicId = topicId;
        this.consumer = consumer;
    }

    /**
     * Finds the topic.
     *
     * @throws LogUnreadable where it is not there, or its first records are gone
     * @throws InvalidConfiguration where it has another number of partitions than configured
     */
    public static LogReader open(Config.Log config) {
        var clients = new KafkaClients(config);
        String topicId = identify(clients, config);
        var reader = new LogReader(config, topicId, clients.reader());
        try {
            for (int partition = 0; partition < config.partitions(); partition++) {
                reader.refuseWithoutBeginning(partition);
            }
            return reader;
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private static String identify(KafkaClients clients, Config.Log config) {
        try (Admin admin = clients.admin()) {
            TopicDescription topic = admin.describeTopics(List.of(config.topic()))
                    .allTopicNames()
                    .get(SILENCE_MS, TimeUnit.MILLISECONDS)
                    .values()
                    .iterator()
                    .next();
            if (topic.partitions().size() != config.partitions()) {
                throw new InvalidConfiguration("Topic " + config.topic() + " has "
                        + topic.partitions().size() + " partitions but SEONCHAK_LOG_PARTITIONS is "
                        + config.partitions() + ": set it to the topic's.");
            }
            return topic.topicId().toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnreadable("Interrupted while asking Kafka for the log.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new LogUnreadable("Kafka at " + config.bootstrapServers() + " has no topic " + config.topic()
                        + ". Say which it is with SEONCHAK_KAFKA_URL and SEONCHAK_LOG_TOPIC.");
            }
            throw unreadable(config, e);
        } catch (KafkaException | TimeoutException e) {
            throw unreadable(config, e);
        }
    }

    private static LogUnreadable unreadable(Config.Log config, Exception e) {
        return new LogUnreadable(
                "The log " + config.topic() + " in Kafka at " + config.bootstrapServers() + " cannot be read ("
                        + e.getMessage() + "). Bring Kafka back, or say where it is with SEONCHAK_KAFKA_URL.",
                e);
    }

    /** Whoever replays a log without its beginning forgets holders. */
    private void refuseWithoutBeginning(int partition) {
        long first = ask(partition, tp -> consumer.beginningOffsets(List.of(tp)));
        if (first != 0) {
            throw new LogUnreadable(
                    "The first " + first + " records of partition " + partition + " of " + config.topic()
                            + " are gone, so the log cannot say who holds what. Restore the topic from a backup.");
        }
    }

    private long ask(int partition, Function<TopicPartition, Map<TopicPartition, Long>> question) {
        try {
            return question.apply(partition(partition)).values().iterator().next();
        } catch (KafkaException e) {
            throw unreadable(config, e);
        }
    }

    /** Kafka's own id of the topic; another topic of the same name has another. */
    public String topicId() {
        return topicId;
    }

    /** Number of partitions of the log. */
    public int partitions() {
        return config.partitions();
    }

    /** The offset behind the last record that a partition has now. */
    public long end(int partition) {
        return ask(partition, tp -> consumer.endOffsets(List.of(tp)));
    }

    /**
     * Hands on every record from one offset up to, and without, another.
     *
     * @return whether it came to the end; false where the taker wanted no more
     */
    public boolean read(int partition, long from, long end, Taker taker) {
        TopicPartition tp = partition(partition);
        try {
            consumer.assign(List.of(tp));
            consumer.seek(tp, from);
            long before = from;
            long progressNanos = System.nanoTime();
            while (before < end) {
                List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL).records(tp).stream()
                        .filter(record -> record.offset() < end)
                        .toList();
                if (!records.isEmpty() && !taker.take(records)) {
                    return false;
                }
                long now = consumer.position(tp);
                if (now > before) {
                    before = now;
                    progressNanos = System.nanoTime();
                } else if (System.nanoTime() - progressNanos > TimeUnit.MILLISECONDS.toNanos(SILENCE_MS)) {
                    throw new LogUnreadable("Kafka has sent nothing of partition " + partition + " behind offset "
                            + before + " for " + SILENCE_MS / 1000 + " s, although the log goes on to " + end + ".");
                }
            }
            return true;
        } catch (KafkaException e) {
            throw unreadable(config, e);
        }
    }

    /** The record at an offset, or null where the log has none there. */
    public @Nullable ConsumerRecord<byte[], byte[]> at(int partition, long offset) {
        if (partition < 0 || partition >= config.partitions() || offset < 0 || offset >= end(partition)) {
            return null;
        }
        var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        boolean there = !read(partition, offset, offset + 1, records -> {
            found.addAll(records);
            return false;
        });
        return there ? found.getFirst() : null;
    }

    /** The type that a record's header names, or null where it has none. */
    public static @Nullable String type(ConsumerRecord<byte[], byte[]> record) {
        var header = record.headers().lastHeader(RecordCodec.TYPE_HEADER);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    /** What this version makes of a record. */
    public static Decoded decode(ConsumerRecord<byte[], byte[]> record) {
        return RecordCodec.decode(type(record), record.value());
    }

    private TopicPartition partition(int partition) {
        return new TopicPartition(config.topic(), partition);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
