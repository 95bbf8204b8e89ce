package dev.seonchak.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seonchak.core.audit.LogEvidence;
import dev.seonchak.core.audit.Source;
import dev.seonchak.core.audit.Unreadable;
import dev.seonchak.core.audit.Words;
import dev.seonchak.core.ledger.Ledger;
import dev.seonchak.core.record.RecordCodec;
import dev.seonchak.core.recorder.LogEntry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** A coupon's partition in Kafka, read by position: no group, no commits, no topic made by asking for it. One thread. */
final class KafkaLog implements LogEvidence, AutoCloseable {

    private static final Words LOG = Source.LOG.words();
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int TOLD_EVERY = 1 << 16;

    private final Deployment deployment;
    private final Map<String, Object> client;
    private final TopicPartition partition;
    private final int patienceMs;
    private final Progress progress;
    private final Queue<LogEntry> fetched = new ArrayDeque<>();
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private @Nullable String topicId;
    private @Nullable Unreadable failure;
    private long end = -1;
    private long position;

    private KafkaLog(Deployment deployment, String servers, long couponId, AuditOptions options, Progress progress) {
        this.deployment = deployment;
        this.client = new HashMap<>(deployment.kafkaProperties());
        this.partition = new TopicPartition(deployment.topic(), Ledger.partitionOf(couponId, deployment.partitions()));
        this.patienceMs = options.patienceMs();
        this.progress = progress;
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
        client.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, patienceMs);
        client.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, patienceMs);
    }

    /** The log of a deployment, or null where it names none. Connects at the first question. */
    static @Nullable KafkaLog open(Deployment deployment, long couponId, AuditOptions options, Progress progress) {
        String servers = deployment.kafkaServers();
        return servers == null ? null : new KafkaLog(deployment, servers, couponId, options, progress);
    }

    /** The partition of the coupon. */
    int partition() {
        return partition.partition();
    }

    /** Where the log ends now. */
    long endNow() {
        return asked(c -> c.endOffsets(List.of(partition)).getOrDefault(partition, 0L));
    }

    @Override
    public @Nullable String topicId() {
        connected();
        return topicId;
    }

    @Override
    public void toEnd() {
        end = endNow();
    }

    @Override
    public @Nullable LogEntry next() {
        if (end < 0) {
            toEnd();
        }
        long quietSince = System.nanoTime();
        while (fetched.isEmpty() && position < end) {
            long before = position;
            position = asked(c -> {
                for (ConsumerRecord<byte[], byte[]> record : c.poll(POLL)) {
                    fetched.add(entry(record));
                }
                return c.position(partition);
            });
            if (position > before) {
                quietSince = System.nanoTime();
            } else if (System.nanoTime() - quietSince > patienceMs * 1_000_000L) {
                throw unreadable("it stands still at offset " + position + " of " + end, null);
            }
        }
        LogEntry head = fetched.peek();
        if (head == null || head.offset() >= end) {
            return null;
        }
        if (head.offset() % TOLD_EVERY == 0 || head.offset() == end - 1) {
            progress.at(LOG, head.offset() + 1, end);
        }
        return fetched.remove();
    }

    private static LogEntry entry(ConsumerRecord<byte[], byte[]> record) {
        var type = record.headers().lastHeader(RecordCodec.TYPE_HEADER);
        String name = type == null || type.value() == null ? null : new String(type.value(), UTF_8);
        return new LogEntry(record.offset(), record.timestamp(), RecordCodec.decode(name, record.value()));
    }

    private interface Question<T> {
        T ask(KafkaConsumer<byte[], byte[]> consumer);
    }

    private <T> T asked(Question<T> question) {
        try {
            return question.ask(connected());
        } catch (KafkaException e) {
            throw unreadable(String.valueOf(e.getMessage()), e);
        }
    }

    private KafkaConsumer<byte[], byte[]> connected() {
        Unreadable before = failure;
        if (before != null) {
            throw before; // a server that is away is not waited for at every question
        }
        KafkaConsumer<byte[], byte[]> open = consumer;
        return open != null ? open : connect();
    }

    private KafkaConsumer<byte[], byte[]> connect() {
        describe();
        var settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
        var opened = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer = opened;
        opened.assign(List.of(partition));
        opened.seek(partition, 0);
        long first = opened.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        if (first > 0) {
            throw unreadable("the first " + first + " records of " + partition + " are gone", null);
        }
        return opened;
    }

    /** Asks first whether this is the log that is meant: another number of partitions would be another partition. */
    private void describe() {
        try (Admin admin = Admin.create(client)) {
            TopicDescription topic = admin.describeTopics(List.of(deployment.topic()))
                    .allTopicNames()
                    .get(patienceMs, TimeUnit.MILLISECONDS)
                    .values()
                    .iterator()
                    .next();
            if (topic.partitions().size() != deployment.partitions()) {
                throw unreadable(
                        "topic " + deployment.topic() + " has "
                                + topic.partitions().size() + " partitions, not " + deployment.partitions()
                                + ": set SEONCHAK_LOG_PARTITIONS",
                        null);
            }
            topicId = topic.topicId().toString();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw unreadable(cause.getClass().getSimpleName() + " " + cause.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreadable("interrupted", e);
        }
    }

    private Unreadable unreadable(String why, @Nullable Throwable cause) {
        Object servers = client.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        var unreadable = new Unreadable(
                Source.LOG,
                new Words(
                        "The log in Kafka at " + servers + " cannot be read: " + why
                                + ". Is it running, and is SEONCHAK_KAFKA_URL right? Then audit again.",
                        servers + "의 Kafka 로그를 읽을 수 없습니다: " + why + ". 실행 중인지, SEONCHAK_KAFKA_URL이 맞는지 확인하고 다시 감사하세요."),
                cause);
        failure = unreadable;
        return unreadable;
    }

    @Override
    public void close() {
        KafkaConsumer<byte[], byte[]> open = consumer;
        if (open != null) {
            open.close();
        }
    }
}
