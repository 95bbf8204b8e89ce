package dev.seonchak.service.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seonchak.audit.DatabaseAddress;
import dev.seonchak.audit.Deployment;
import dev.seonchak.core.ledger.Ledger;
import dev.seonchak.core.record.LogRecord;
import dev.seonchak.core.record.RecordCodec;
import dev.seonchak.core.recorder.LogEntry;
import dev.seonchak.service.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of its own in the real Kafka, written and read as the product does. */
public final class TestLog implements AutoCloseable {

    public static final Map<String, Object> KAFKA =
            Map.of("bootstrap.servers", TestServers.STACK.kafka().bootstrapServers());

    public final String topic = "claims-" + UUID.randomUUID();
    public final int partitions;
    private final Admin admin = Admin.create(KAFKA);
    private final List<Future<RecordMetadata>> sends = new ArrayList<>();
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of(
                    "bootstrap.servers",
                    TestServers.STACK.kafka().bootstrapServers(),
                    "acks",
                    "all",
                    "linger.ms",
                    5,
                    "batch.size",
                    1 << 18),
            new ByteArraySerializer(),
            new ByteArraySerializer());

    public TestLog(int partitions) throws ExecutionException, InterruptedException {
        this.partitions = partitions;
        create();
    }

    private void create() throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)
                        .configs(Map.of("message.timestamp.type", "LogAppendTime"))))
                .all()
                .get();
    }

    /** The configuration of a process that works on this log and a database. */
    public Config config(DatabaseAddress database) {
        String mysqlUrl = url(database);
        return Config.of(
                Map.of(),
                Map.of(
                        "SEONCHAK_KAFKA_URL",
                        TestServers.STACK.kafka().url(),
                        "SEONCHAK_MYSQL_URL",
                        mysqlUrl,
                        "SEONCHAK_LOG_TOPIC",
                        topic,
                        "SEONCHAK_LOG_PARTITIONS",
                        Integer.toString(partitions)));
    }

    private static String url(DatabaseAddress database) {
        return "mysql://%s:%s@%s:%d/%s?%s"
                .formatted(
                        database.user(),
                        database.password(),
                        database.host(),
                        database.port(),
                        database.database(),
                        database.driverProperties());
    }

    /** The same as flags of a command. */
    public List<String> flags(DatabaseAddress database) {
        return List.of(
                "--mysql-url=" + url(database),
                "--kafka-url=" + TestServers.STACK.kafka().url(),
                "--log-topic=" + topic,
                "--log-partitions=" + partitions);
    }

    /** For an audit of this log against a database; there is no gate. */
    public Deployment deployment(DatabaseAddress database) {
        return new Deployment(TestServers.STACK.bootstrapServers(), Map.of(), topic, partitions, url(database), null);
    }

    /** Deletes the topic and makes another of the same name. */
    public void exchange() throws ExecutionException, InterruptedException {
        admin.deleteTopics(List.of(topic)).all().get();
        create();
    }

    /** Cuts off what is before an offset. */
    void cut(int partition, long beforeOffset) throws ExecutionException, InterruptedException {
        admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(beforeOffset)))
                .all()
                .get();
    }

    public void append(LogRecord record) {
        append(Ledger.partitionOf(record.couponId(), partitions), RecordCodec.type(record), RecordCodec.encode(record));
    }

    public void append(int partition, String type, byte[] value) {
        var record = new ProducerRecord<byte[], byte[]>(topic, partition, null, value);
        record.headers().add(RecordCodec.TYPE_HEADER, type.getBytes(UTF_8));
        sends.add(producer.send(record));
    }

    public void append(List<LogRecord> records) {
        records.forEach(this::append);
        flush();
    }

    /** Waits until everything is in the log. */
    public void flush() {
        producer.flush();
        sends.forEach(Future::resultNow);
        sends.clear();
    }

    /** The whole log as it is now, by partition. */
    public List<List<LogEntry>> read() {
        var logs = new ArrayList<List<LogEntry>>();
        try (var consumer = new KafkaConsumer<>(KAFKA, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (int p = 0; p < partitions; p++) {
                var tp = new TopicPartition(topic, p);
                consumer.assign(List.of(tp));
                consumer.seekToBeginning(List.of(tp));
                long end = consumer.endOffsets(List.of(tp)).values().iterator().next();
                var log = new ArrayList<LogEntry>();
                while (consumer.position(tp) < end) {
                    consumer.poll(Duration.ofMillis(200)).forEach(r -> log.add(entry(r)));
                }
                logs.add(log);
            }
        }
        return logs;
    }

    private static LogEntry entry(ConsumerRecord<byte[], byte[]> record) {
        var header = record.headers().lastHeader(RecordCodec.TYPE_HEADER);
        String type = header == null ? null : new String(header.value(), UTF_8);
        return new LogEntry(record.offset(), record.timestamp(), RecordCodec.decode(type, record.value()));
    }

    /** What ordinary lag tools see. */
    long committedOffset(String group, int partition) throws ExecutionException, InterruptedException {
        var offset = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(new TopicPartition(topic, partition));
        return offset == null ? -1 : offset.offset();
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
