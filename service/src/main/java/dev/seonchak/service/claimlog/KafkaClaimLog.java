package dev.seonchak.service.claimlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seonchak.core.claim.ClaimLog;
import dev.seonchak.core.ledger.Ledger;
import dev.seonchak.core.record.LogRecord;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.RecordCodec;
import dev.seonchak.service.config.Config;
import dev.seonchak.service.metrics.Meters;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way into the claim log: one idempotent producer at a time, {@code acks=all}.
 *
 * <p>A send never blocks. Its success is of no interest here except to the breaker: what counts is the record read back. A
 * producer that is broken for good, or that has gone silent (its own timeouts go by the wall clock, which may jump), is
 * replaced; what it had under way has an unknown outcome, as after any silence.
 */
public final class KafkaClaimLog implements ClaimLog, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaClaimLog.class);
    private static final byte[] SPEC_VERSION = "1.0".getBytes(UTF_8);
    private static final byte[] JSON = "application/json".getBytes(UTF_8);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);
    private static final Duration CLOSE_SLACK = Duration.ofSeconds(1);

    private final KafkaClients clients;
    private final Config.Log config;
    private final String topic;
    private final int partitions;
    private final byte[] source;
    private final LongSupplier monotonicMs;
    private final Executor issuerThread;
    private final Meters meters;
    private final AtomicBoolean replacing = new AtomicBoolean();
    private volatile Line line;
    private volatile boolean closed;
    private long trials;

    /** A producer, and what its acknowledgements tell. */
    private record Line(KafkaProducer<String, byte[]> producer, LogBreaker breaker) {}

    /**
     * A producer that may not have reached the cluster yet; see {@link #connected}.
     *
     * @param nodeId this process, as the CloudEvents source of what it writes
     * @param issuerThread where failures of claims are reported
     */
    public KafkaClaimLog(
            KafkaClients clients,
            Config.Log config,
            String nodeId,
            Executor issuerThread,
            LongSupplier monotonicMs,
            Meters meters) {
        this.clients = clients;
        this.config = config;
        this.topic = config.topic();
        this.partitions = config.partitions();
        this.source = ("/seonchak/" + nodeId).getBytes(UTF_8);
        this.monotonicMs = monotonicMs;
        this.issuerThread = issuerThread;
        this.meters = meters;
        this.line = line(false);
        meters.logBreaker(this, log -> log.available() ? 0 : 1);
    }

    private Line line(boolean untrusted) {
        int silenceMs = config.deliveryTimeoutMs() + config.stallMs();
        return new Line(clients.producer(), new LogBreaker(config.stallMs(), silenceMs, monotonicMs, untrusted));
    }

    /** True once the producer knows the topic; before that every send would fail. Asking makes it look. */
    public boolean connected() {
        try {
            return line.producer().partitionsFor(topic).size() == partitions;
        } catch (KafkaException e) {
            return false; // not yet
        }
    }

    @Override
    public boolean available() {
        return !line.breaker().isOpen();
    }

    @Override
    public void append(Claimed claim, Consumer<Failure> onFailure) {
        Thread caller = Thread.currentThread();
        Line used = line;
        LogBreaker breaker = used.breaker();
        breaker.sent();
        send(used, claim, claim.claimId(), (metadata, failure) -> {
            if (failure == null) {
                breaker.acknowledged();
                return;
            }
            // Reported from within send, which is on this thread, the record never left; by the producer's own, it may
            // have.
            if (Thread.currentThread() == caller) {
                breaker.notSent();
                meters.logNotSent().increment();
                onFailure.accept(Failure.NOT_SENT);
            } else {
                breaker.failed();
                meters.logUnacknowledged().increment();
                issuerThread.execute(() -> onFailure.accept(Failure.UNKNOWN));
            }
        });
    }

    /**
     * Closes the breaker if the log is well again, and replaces a dead producer; to be called now and then, on the issuer's
     * thread. What it appends on trial is a claim on a coupon that can never be: it changes nothing, and no client has to take
     * the risk of an unknown outcome.
     */
    public void mend() {
        LogBreaker breaker = line.breaker();
        if (breaker.isDead()) {
            replace(line);
        } else if (breaker.wantsTrial()) {
            long couponId = LogRecord.MAX_COUPON_ID + 1 + trials % partitions;
            append(new Claimed(couponId, 1, "trial-" + trials++), failure -> {});
        }
    }

    /** On a thread of its own: to make a producer may ask DNS, to close a hung one may take for ever. */
    private void replace(Line dead) {
        if (!replacing.compareAndSet(false, true)) {
            return;
        }
        LOG.warn("The producer is broken or has been silent for too long: another takes its place.");
        Thread.ofVirtual().name("producer-replacement").start(() -> {
            try {
                Line fresh = line(true);
                line = fresh;
                meters.logProducerReplaced().increment();
                if (closed) {
                    fresh.producer().close(Duration.ZERO);
                }
            } catch (KafkaException e) {
                LOG.warn("No producer can be made now; the next try follows: {}", e.toString());
                return;
            } finally {
                replacing.set(false);
            }
            dead.producer().close(Duration.ZERO);
        });
    }

    /**
     * Sends a record about a coupon itself.
     *
     * @return the offset it got in the coupon's partition; fails where that is not known
     */
    public CompletableFuture<Long> append(LogRecord record, String id) {
        var offset = new CompletableFuture<Long>();
        send(line, record, id, (metadata, failure) -> {
            if (failure == null) {
                offset.complete(metadata.offset());
            } else {
                offset.completeExceptionally(failure);
            }
        });
        return offset;
    }

    /** A producer that is closed or broken for good throws instead of calling back; to a claim that is one and the same. */
    private void send(Line used, LogRecord record, String id, Callback callback) {
        try {
            var ignored = used.producer().send(record(record, id), callback);
        } catch (KafkaException | IllegalStateException e) {
            LOG.error("The producer takes nothing any more: {}", e.toString());
            used.breaker().died();
            callback.onCompletion(null, e);
        }
    }

    private ProducerRecord<String, byte[]> record(LogRecord record, String id) {
        long couponId = record.couponId();
        var message = new ProducerRecord<>(
                topic, Ledger.partitionOf(couponId, partitions), Long.toString(couponId), RecordCodec.encode(record));
        Headers headers = message.headers();
        headers.add("ce_specversion", SPEC_VERSION);
        headers.add(RecordCodec.TYPE_HEADER, RecordCodec.type(record).getBytes(UTF_8));
        headers.add("ce_source", source);
        headers.add("ce_id", id.getBytes(UTF_8));
        headers.add("content-type", JSON);
        return message;
    }

    /** Sends what is left for at most three seconds. A producer whose thread hangs is left to the end of the process. */
    @Override
    public void close() {
        closed = true;
        KafkaProducer<String, byte[]> producer = line.producer();
        // It keeps to its limit only as long as its own thread runs.
        Thread closing = Thread.ofVirtual().name("producer-close").start(() -> producer.close(CLOSE_LIMIT));
        try {
            if (!closing.join(CLOSE_LIMIT.plus(CLOSE_SLACK))) {
                LOG.warn(
                        "The producer hangs and is left behind; clients of what it had under way were told that the outcome"
                                + " is unknown.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
