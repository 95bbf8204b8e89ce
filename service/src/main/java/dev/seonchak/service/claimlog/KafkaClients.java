package dev.seonchak.service.claimlog;

import dev.seonchak.service.config.Config;
import dev.seonchak.service.config.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka clients with exactly the settings that the promises rest on. What an operator adds cannot override those. */
public final class KafkaClients {

    /** Ten years: Kafka adds it to the time of day, so it must not be the largest number there is. */
    private static final long NEVER_MS = 10L * 365 * 24 * 3_600_000;

    private final Config.Log config;
    private final Map<String, Object> common = new HashMap<>();

    /** Reads the operator's further properties, if a file of them is configured. */
    public KafkaClients(Config.Log config) {
        this.config = config;
        if (!config.propertiesFile().isEmpty()) {
            properties(Path.of(config.propertiesFile())).forEach((key, value) -> common.put(key.toString(), value));
        }
        common.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        common.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 50);
        common.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    }

    private static Properties properties(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new InvalidConfiguration(
                    "SEONCHAK_KAFKA_PROPERTIES names " + file + ", which cannot be read: " + e.getMessage());
        }
        return properties;
    }

    /** What every client of this cluster needs: servers, security, reconnecting. */
    public Map<String, Object> common() {
        return new HashMap<>(common);
    }

    Admin admin() {
        Map<String, Object> c = common();
        c.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        c.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        return Admin.create(c);
    }

    /** Never blocks its caller: without metadata or buffer a send fails at once. */
    KafkaProducer<String, byte[]> producer() {
        Map<String, Object> c = common();
        c.put(ProducerConfig.ACKS_CONFIG, "all");
        c.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        c.put(ProducerConfig.LINGER_MS_CONFIG, config.lingerMs());
        c.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
        c.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) config.bufferBytes());
        c.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0L);
        c.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, NEVER_MS);
        c.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, config.deliveryTimeoutMs());
        c.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, config.deliveryTimeoutMs() - config.lingerMs());
        c.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, config.compression());
        return new KafkaProducer<>(c, new StringSerializer(), new ByteArraySerializer());
    }

    /** Reads by position only: no group, no committed offsets, no jump when a position is not there. */
    KafkaConsumer<byte[], byte[]> tail() {
        return byPosition(Map.of());
    }

    /** As {@link #tail}, for records that are known to be there: a question at the end of the log must not hold up the next. */
    KafkaConsumer<byte[], byte[]> reader() {
        return byPosition(Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10));
    }

    private KafkaConsumer<byte[], byte[]> byPosition(Map<String, Object> more) {
        Map<String, Object> c = common();
        c.putAll(more);
        c.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        c.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        c.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        c.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        c.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
        c.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        c.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        return new KafkaConsumer<>(c, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
