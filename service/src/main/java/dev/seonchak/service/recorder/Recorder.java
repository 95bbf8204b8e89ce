package dev.seonchak.service.recorder;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the claim log into MySQL for as long as it runs.
 *
 * <p>Kafka's consumer group shares the partitions out among the nodes; where to read from says MySQL alone. One thread polls,
 * whatever happens, so that a slow or dead MySQL never costs the membership; each partition is written by a thread of its own.
 * That two nodes may believe in the same partition for a while is harmless: see {@link JdbcProjection}. The offsets that are
 * committed to Kafka are for ordinary lag tools, nobody reads them here.
 *
 * <p>Needs neither Kafka nor MySQL to start.
 */
public final class Recorder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long HOUSEKEEPING_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration KAFKA_CLOSE = Duration.ofSeconds(1);

    private final RecorderOptions options;
    private final RandomGenerator random;
    private final Consumer<byte[], byte[]> consumer;
    private final TopicWatch watch;
    private final RecorderMetrics metrics;
    private final LaneWriter.Shared shared;
    private final AtomicReferenceArray<@Nullable Lane> lanes;
    private final Thread[] writers;
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private long housekeptNanos;

    private Recorder(
            RecorderOptions options,
            Consumer<byte[], byte[]> consumer,
            Admin admin,
            DataSource dataSource,
            Schema schema,
            MeterRegistry registry,
            InstantSource clock,
            RandomGenerator random) {
        this.options = options;
        this.random = random;
        this.consumer = consumer;
        this.lanes = new AtomicReferenceArray<>(options.partitions());
        this.writers = new Thread[options.partitions()];
        this.watch = new TopicWatch(admin, options.topic(), options.partitions());
        this.metrics = new RecorderMetrics(registry, lanes);
        this.shared =
                new LaneWriter.Shared(options, schema, watch, new JdbcProjection(dataSource, clock), metrics, random);
        this.thread = Thread.ofPlatform().name("recorder").unstarted(this::run);
    }

    /**
     * Starts recording, at once and whether or not the servers are there.
     *
     * @param dataSource see {@link Database#pool}; the caller closes it, after the recorder
     * @param schema over the same database; brought up to date here
     * @param clock for the time of putting into quarantine
     * @param random for the length of pauses; must be safe for many threads
     */
    public static Recorder start(
            RecorderOptions options,
            DataSource dataSource,
            Schema schema,
            MeterRegistry registry,
            InstantSource clock,
            RandomGenerator random) {
        var deserializer = new ByteArrayDeserializer();
        var recorder = new Recorder(
                options,
                new KafkaConsumer<>(consumerProperties(options), deserializer, deserializer),
                Admin.create(adminProperties(options)),
                dataSource,
                schema,
                registry,
                clock,
                random);
        recorder.thread.start();
        return recorder;
    }

    private static Map<String, Object> adminProperties(RecorderOptions options) {
        var properties = new HashMap<>(options.kafka());
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, options.group() + "-admin");
        return properties;
    }

    private static Map<String, Object> consumerProperties(RecorderOptions options) {
        var properties = new HashMap<>(options.kafka());
        // A killed node's partitions go to another after this time.
        properties.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        // Rows may be a little late, so let the broker gather what it sends.
        properties.putIfAbsent(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 16 * 1024);
        properties.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, options.group());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, options.group());
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, options.maxBatch());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // An offset that the log does not have is a loss that somebody must look at, not a place to start anew.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, List.of(CooperativeStickyAssignor.class));
        return properties;
    }

    /** The partitions that this node records now, in ascending order. */
    public List<PartitionState> states() {
        var states = new ArrayList<PartitionState>();
        for (int p = 0; p < lanes.length(); p++) {
            Lane lane = lanes.get(p);
            if (lane != null) {
                states.add(lane.state());
            }
        }
        return states;
    }

    /** Ends within {@code closeTimeoutMs} and a few seconds. A transaction that does not end in time is rolled back. */
    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join(Duration.ofMillis(options.closeTimeoutMs()).plus(KAFKA_CLOSE.multipliedBy(3)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void run() {
        Thread migration = Thread.ofVirtual().name("recorder-schema").start(this::migrate);
        var backoff = new Backoff(options.backoffMinMs(), options.backoffMaxMs(), random);
        consumer.subscribe(List.of(options.topic()), new Assignment());
        while (!isClosing()) {
            try {
                steer();
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                for (TopicPartition tp : records.partitions()) {
                    Lane lane = lanes.get(tp.partition());
                    if (lane != null) {
                        lane.offer(records.records(tp));
                    }
                }
                keepHouse();
                backoff = new Backoff(options.backoffMinMs(), options.backoffMaxMs(), random);
            } catch (WakeupException e) {
                LOG.trace("woken");
            } catch (InvalidOffsetException e) {
                e.partitions().forEach(tp -> offsetNotInLog(tp, e));
            } catch (RuntimeException e) {
                pollFailed(e, backoff);
            }
        }
        migration.interrupt();
        shutDown();
    }

    private void pollFailed(RuntimeException e, Backoff backoff) {
        metrics.failed(Failure.KAFKA);
        long pauseMs = backoff.nextMs();
        if (backoff.worthLogging()) {
            LOG.warn("Reading the log failed, attempt {}, the next in {} ms", backoff.failures(), pauseMs, e);
        }
        try {
            boolean ignored = closing.await(pauseMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            closing.countDown();
        }
    }

    private void offsetNotInLog(TopicPartition tp, InvalidOffsetException e) {
        Lane lane = lanes.get(tp.partition());
        if (lane != null) {
            LOG.error("Partition {} is not recorded any further", tp.partition(), e);
            lane.stop("the log does not have the offset " + lane.state().nextOffset()
                    + " at which the database is: the log was cut or exchanged (" + e.getMessage() + ")");
        }
    }

    /** Does for the lanes what only the consumer's thread may do. */
    private void steer() {
        for (TopicPartition tp : consumer.assignment()) {
            Lane lane = lanes.get(tp.partition());
            if (lane == null) {
                continue;
            }
            OptionalLong seekTo = lane.takeSeek();
            if (seekTo.isPresent()) {
                consumer.seek(tp, seekTo.getAsLong());
            }
            boolean wants = lane.wantsRecords();
            boolean paused = consumer.paused().contains(tp);
            if (wants && paused) {
                consumer.resume(List.of(tp));
            } else if (!wants && !paused) {
                consumer.pause(List.of(tp));
            }
        }
    }

    private void keepHouse() {
        long nowNanos = System.nanoTime();
        if (nowNanos - housekeptNanos < HOUSEKEEPING_NANOS) {
            return;
        }
        housekeptNanos = nowNanos;
        consumer.commitAsync(uncommitted(), (offsets, failure) -> {
            if (failure == null) {
                committed.putAll(offsets);
            } else {
                LOG.debug("offsets for lag tools were not committed", failure);
            }
        });
        watch.askForEnds(consumer.assignment(), (tp, end) -> {
            Lane lane = lanes.get(tp.partition());
            if (lane != null) {
                lane.endsAt(end);
            }
        });
    }

    private Map<TopicPartition, OffsetAndMetadata> uncommitted() {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (PartitionState state : states()) {
            var tp = new TopicPartition(options.topic(), state.partition());
            if (state.nextOffset() >= 0) {
                var offset = new OffsetAndMetadata(state.nextOffset());
                if (!offset.equals(committed.get(tp))) {
                    offsets.put(tp, offset);
                }
            }
        }
        return offsets;
    }

    /** Runs in {@code poll}, on the consumer's thread. */
    private final class Assignment implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            for (TopicPartition tp : assigned) {
                // A place, so that the consumer does not look for a committed offset; the lane says later where to
                // read.
                consumer.seek(tp, 0);
                consumer.pause(List.of(tp));
                committed.remove(tp);
                if (tp.partition() >= lanes.length()) {
                    LOG.error("{} is more than the {} partitions configured", tp, lanes.length());
                    continue;
                }
                var lane = new Lane(tp.partition(), options, consumer::wakeup);
                lanes.set(tp.partition(), lane);
                writers[tp.partition()] =
                        Thread.ofVirtual().name("recorder-" + tp.partition()).start(new LaneWriter(lane, shared));
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            for (TopicPartition tp : revoked) {
                if (tp.partition() < lanes.length()) {
                    Lane lane = lanes.getAndSet(tp.partition(), null);
                    if (lane != null) {
                        lane.end();
                        LOG.info("Partition {} is not recorded here any more", tp.partition());
                    }
                }
            }
        }
    }

    private void migrate() {
        var backoff = new Backoff(options.backoffMinMs(), options.backoffMaxMs(), random);
        try {
            while (!shared.schema().ready() && !isClosing()) {
                try {
                    shared.schema().migrate();
                } catch (RuntimeException e) {
                    metrics.failed(Failure.of(e));
                    long pauseMs = backoff.nextMs();
                    if (backoff.worthLogging()) {
                        LOG.warn("The tables cannot be made yet, attempt {}: {}", backoff.failures(), e.toString());
                    }
                    boolean ignored = closing.await(pauseMs, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void shutDown() {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(options.closeTimeoutMs());
        for (int p = 0; p < lanes.length(); p++) {
            Lane lane = lanes.get(p);
            if (lane != null) {
                lane.end();
            }
        }
        try {
            for (Thread writer : writers) {
                if (writer != null && !writer.join(Duration.ofNanos(deadlineNanos - System.nanoTime()))) {
                    writer.interrupt();
                }
            }
            consumer.commitSync(uncommitted(), KAFKA_CLOSE);
        } catch (InterruptedException | RuntimeException e) {
            LOG.debug("offsets for lag tools were not committed", e);
        }
        try {
            consumer.close(CloseOptions.timeout(KAFKA_CLOSE));
        } finally {
            watch.close();
        }
    }
}
