package dev.seonchak.service.rig;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Hangs the thread of a Kafka producer at an acknowledgement, where the record is in the log already. A consumer's interceptor
 * too, because all clients of a node share an operator's properties.
 */
public final class HangingProducer implements ProducerInterceptor<String, byte[]>, ConsumerInterceptor<byte[], byte[]> {

    private static final AtomicBoolean HANG = new AtomicBoolean();
    private static volatile CountDownLatch goOn = new CountDownLatch(1);

    /** The next acknowledgement hangs, on whichever producer, until {@link #goOn}. */
    public static void hangOnce() {
        goOn = new CountDownLatch(1);
        HANG.set(true);
    }

    public static void goOn() {
        HANG.set(false);
        goOn.countDown();
    }

    @Override
    public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
        if (HANG.compareAndSet(true, false)) {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public ProducerRecord<String, byte[]> onSend(ProducerRecord<String, byte[]> record) {
        return record;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> settings) {}
}
