package dev.seonchak.service.claimlog;

import dev.seonchak.core.claim.Applied;
import dev.seonchak.core.ledger.Ledger;
import dev.seonchak.core.ledger.Verdict;
import dev.seonchak.core.record.Decoded;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.service.config.Config;
import dev.seonchak.service.metrics.Meters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the whole log back, applies it to the ledger, and hands on what was applied. The ledger's one writer.
 *
 * <p>Until it has caught up with the end that it saw at its start, the ledger must not be asked. It stops for good, and says
 * why, at a record of a newer version and where the log is not the one it was: guessing would make nodes disagree.
 */
public final class LogTail {

    private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);
    private static final Duration POLL = Duration.ofMillis(100);

    /** Whether the ledger may be asked. */
    public enum State {
        CONNECTING,
        CATCHING_UP,
        LIVE,
        STOPPED
    }

    private final Config.Log config;
    private final Ledger ledger;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Consumer<List<Applied>> whenApplied;
    private final LongSupplier wallClockMs;
    private final Meters meters;
    private final Thread thread = new Thread(this::run, "log-tail");
    private final AtomicLongArray applied;
    private final Object progress = new Object();
    private volatile State state = State.CONNECTING;
    private volatile String reason = "waiting for Kafka";
    private volatile boolean closing;

    /**
     * A tail that reads nothing before {@link #start}.
     *
     * @param whenApplied takes the claims of each poll, after the ledger; called on the tail's thread, and only while live
     */
    public LogTail(
            KafkaClients clients,
            Config.Log config,
            Ledger ledger,
            Consumer<List<Applied>> whenApplied,
            LongSupplier wallClockMs,
            Meters meters) {
        this.config = config;
        this.ledger = ledger;
        this.consumer = clients.tail();
        this.whenApplied = whenApplied;
        this.wallClockMs = wallClockMs;
        this.meters = meters;
        this.applied = new AtomicLongArray(config.partitions());
    }

    /** Begins to read, from the first record of every partition. */
    public void start() {
        thread.start();
    }

    /** Whether the ledger may be asked. */
    public State state() {
        return state;
    }

    /** Why it is in this state, for people. */
    public String reason() {
        return reason;
    }

    /**
     * Waits until the record at an offset has been applied to this node's ledger. Blocking.
     *
     * @throws TimeoutException where it was not in time
     */
    public void awaitApplied(int partition, long offset, long timeoutMs) throws TimeoutException, InterruptedException {
        long deadline = System.nanoTime() + timeoutMs * 1_000_000;
        synchronized (progress) {
            while (applied.get(partition) <= offset) {
                long leftMs = (deadline - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0) {
                    throw new TimeoutException(
                            "record at offset " + offset + " was not read back in " + timeoutMs + " ms");
                }
                progress.wait(leftMs);
            }
        }
    }

    private void run() {
        try {
            List<TopicPartition> partitions = IntStream.range(0, config.partitions())
                    .mapToObj(p -> new TopicPartition(config.topic(), p))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = asked(() -> consumer.endOffsets(partitions));
            refuseLogWithoutBeginning(asked(() -> consumer.beginningOffsets(partitions)));
            become(
                    State.CATCHING_UP,
                    "replaying "
                            + ends.values().stream().mapToLong(Long::longValue).sum() + " records");
            while (!closing) {
                readOnce(ends);
            }
        } catch (WakeupException e) {
            LOG.debug("woken to close");
        } catch (RuntimeException e) {
            halt("unexpected: " + e);
            LOG.error("The tail of the log stopped. This node is not ready any more; restart it.", e);
        } finally {
            consumer.close();
        }
    }

    private static <T> T asked(Supplier<T> question) {
        while (true) {
            try {
                return question.get();
            } catch (WakeupException e) {
                throw e;
            } catch (KafkaException e) {
                LOG.warn("Kafka does not say where the log begins and ends, asking again: {}", e.getMessage());
            }
        }
    }

    /** A log whose first records are gone would give a ledger that forgets who has a coupon. */
    private void refuseLogWithoutBeginning(Map<TopicPartition, Long> beginnings) {
        beginnings.forEach((partition, first) -> {
            if (first != 0) {
                halt("the first " + first + " records of " + partition + " are gone");
            }
        });
    }

    private void readOnce(Map<TopicPartition, Long> ends) {
        if (state == State.STOPPED) {
            pause();
            return;
        }
        var claims = new ArrayList<Applied>();
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (!apply(record, claims)) {
                    break;
                }
            }
        } catch (InvalidOffsetException e) {
            halt("the log has lost records that this node has read: " + e.getMessage());
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.error("Reading the log failed, trying again: {}", e.getMessage());
            pause();
        }
        synchronized (progress) {
            progress.notifyAll();
        }
        if (state == State.CATCHING_UP && caughtUp(ends)) {
            become(State.LIVE, "reading the log");
        }
        if (state == State.LIVE && !claims.isEmpty()) {
            whenApplied.accept(claims);
        }
    }

    private boolean caughtUp(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private boolean apply(ConsumerRecord<byte[], byte[]> record, List<Applied> claims) {
        switch (LogReader.decode(record)) {
            case Decoded.Known known -> {
                Verdict verdict = ledger.apply(record.partition(), known.record(), record.timestamp());
                if (verdict != null && known.record() instanceof Claimed claim && state == State.LIVE) {
                    claims.add(new Applied(claim, verdict));
                    meters.appendToApply(wallClockMs.getAsLong() - record.timestamp());
                }
            }
            case Decoded.Garbage garbage -> {
                meters.logGarbage().increment();
                LOG.warn(
                        "Skipped garbage in {}-{} at {}: {}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        garbage.reason());
            }
            case Decoded.TooNew tooNew -> {
                halt("record at " + record.topic() + "-" + record.partition() + " offset " + record.offset()
                        + " has type " + tooNew.type() + ", which this version does not know: upgrade this node");
                return false;
            }
        }
        applied.lazySet(record.partition(), record.offset() + 1);
        return true;
    }

    private void halt(String why) {
        become(State.STOPPED, why);
        LOG.error("The tail of the log stopped: {}", why);
    }

    private void become(State next, String why) {
        if (state != State.STOPPED) {
            reason = why;
            state = next;
            LOG.info("Log: {} ({})", next, why);
        }
    }

    private void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            closing = true;
        }
    }

    /** Ends, within a few seconds. */
    public void stop() throws InterruptedException {
        closing = true;
        consumer.wakeup();
        if (thread.isAlive()) {
            thread.join(5_000);
        }
    }
}
