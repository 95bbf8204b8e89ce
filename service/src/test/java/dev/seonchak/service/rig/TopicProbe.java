package dev.seonchak.service.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Looks into a topic, makes odd ones, and writes into them what no node would. */
public final class TopicProbe {

    private TopicProbe() {}

    public static void create(String topic, int partitions, Map<String, String> settings) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(settings)))
                    .all()
                    .get();
        }
    }

    /** A setting of the topic as the broker has it. */
    public static String setting(String topic, String name) throws Exception {
        try (Admin admin = admin()) {
            var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            var settings = admin.describeConfigs(List.of(resource)).all().get().values();
            return settings.iterator().next().get(name).value();
        }
    }

    public static void deleteFirstRecords(String topic, int partition, long before) throws Exception {
        try (Admin admin = admin()) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
                    .all()
                    .get();
        }
    }

    /** Writes a record with a {@code ce_type} header; without the header where the type is empty. */
    public static void write(String topic, int partition, String type, String value)
            throws ExecutionException, InterruptedException {
        try (var producer = new KafkaProducer<>(common(), new ByteArraySerializer(), new ByteArraySerializer())) {
            var message = new ProducerRecord<byte[], byte[]>(topic, partition, null, value.getBytes(UTF_8));
            if (!type.isEmpty()) {
                message.headers().add("ce_type", type.getBytes(UTF_8));
            }
            producer.send(message).get();
        }
    }

    /** Every record of a partition. */
    public static List<ConsumerRecord<byte[], byte[]>> read(String topic, int partition) {
        try (var consumer = new KafkaConsumer<>(common(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var from = new TopicPartition(topic, partition);
            consumer.assign(List.of(from));
            consumer.seekToBeginning(List.of(from));
            long end = consumer.endOffsets(List.of(from)).getOrDefault(from, 0L);
            var all = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (consumer.position(from) < end) {
                consumer.poll(java.time.Duration.ofMillis(100)).forEach(all::add);
            }
            return all;
        }
    }

    private static Admin admin() {
        return Admin.create(common());
    }

    private static Map<String, Object> common() {
        return Map.of("bootstrap.servers", Servers.stack().kafka().bootstrapServers());
    }
}
