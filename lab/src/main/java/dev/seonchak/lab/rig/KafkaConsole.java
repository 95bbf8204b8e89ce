package dev.seonchak.lab.rig;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What somebody with Kafka's own tools can see and do, past the proxies. */
public final class KafkaConsole {
    private static final int TIMEOUT_MS = 15_000;

    private final String bootstrapServers;

    /**
     * A console; connects at each call.
     *
     * @param bootstrapServers {@code host:port,…}
     */
    public KafkaConsole(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** The id of the broker that leads a partition, from 1. */
    public int leaderOf(int partition) {
        return partition(partition).leader().id();
    }

    private TopicPartitionInfo partition(int partition) {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS / 3))) {
            return admin.describeTopics(List.of(Evidence.TOPIC))
                    .allTopicNames()
                    .get(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                    .values()
                    .iterator()
                    .next()
                    .partitions()
                    .get(partition);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka at " + bootstrapServers + " does not describe the topic: " + e, e);
        }
    }

    /** Appends bytes that are no record of ours. */
    public void poison(int partition, int times) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MS),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < times; i++) {
                byte[] value = ("{\"poison\":" + i).getBytes(StandardCharsets.UTF_8);
                var ignored = producer.send(new ProducerRecord<>(Evidence.TOPIC, partition, null, value));
            }
            producer.flush();
        }
    }
}
