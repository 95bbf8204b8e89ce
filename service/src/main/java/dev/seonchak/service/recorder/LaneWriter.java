package dev.seonchak.service.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seonchak.core.record.RecordCodec;
import dev.seonchak.core.recorder.LogEntry;
import dev.seonchak.core.recorder.LogPosition;
import dev.seonchak.service.recorder.PartitionState.Phase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the records of one lane, batch after batch, on a thread of its own.
 *
 * <p>What fails is tried again for ever, in order. Nothing is ever skipped, not even what the database will hardly accept at
 * the next attempt either: the log keeps it, the state and the metrics say so, and once somebody has mended the cause it goes
 * on by itself. Only where going on would be guessing (a record of a newer version, another log) does the lane stop.
 */
final class LaneWriter implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(LaneWriter.class);

    /** Says which log the topic is. */
    interface LogIdentity {
        /** Throws {@link ForeignLogException} where the topic does not have as many partitions as configured. */
        LogPartition identify(int partition) throws InterruptedException;
    }

    /** What all lanes share. The generator must be safe for many threads. */
    record Shared(
            RecorderOptions options,
            Schema schema,
            LogIdentity identity,
            JdbcProjection projection,
            RecorderMetrics metrics,
            RandomGenerator random) {}

    private interface Attempt<T> {
        T run() throws SQLException, InterruptedException;
    }

    private final Lane lane;
    private final Shared shared;
    private @Nullable LogPosition position;

    LaneWriter(Lane lane, Shared shared) {
        this.lane = lane;
        this.shared = shared;
    }

    @Override
    public void run() {
        try {
            LogPartition log = insist(this::begin);
            boolean going = log != null;
            while (log != null && going) {
                List<ConsumerRecord<byte[], byte[]>> records = lane.gather();
                going = records != null && write(log, decoded(records));
            }
        } catch (InterruptedException e) {
            // Only an end that came too late for the transaction under way interrupts; this thread is done either way.
            Thread.currentThread().interrupt();
        }
    }

    private LogPartition begin() throws SQLException, InterruptedException {
        shared.schema.migrate();
        LogPartition log = shared.identity.identify(lane.partition());
        goTo(shared.projection.position(log));
        LOG.info("Partition {} is recorded here from offset {}", lane.partition(), position);
        return log;
    }

    private void goTo(LogPosition from) {
        position = from;
        lane.readFrom(from);
    }

    /** False where the lane goes no further. */
    private boolean write(LogPartition log, List<Received> batch) throws InterruptedException {
        LogPosition from = position;
        if (from == null) {
            throw new IllegalStateException("nothing was read before the position was known");
        }
        Applied applied = insist(() -> {
            long startNanos = System.nanoTime();
            Applied done = shared.projection.apply(log, from, batch);
            if (done instanceof Applied.Advanced advanced) {
                shared.metrics.advanced(
                        advanced, advanced.position().nextOffset() - from.nextOffset(), System.nanoTime() - startNanos);
            }
            return done;
        });
        return switch (applied) {
            case null -> false;
            case Applied.Advanced advanced -> {
                position = advanced.position();
                lane.advancedTo(advanced.position());
                yield !stoppedAt(advanced);
            }
            case Applied.Moved moved -> {
                LOG.info(
                        "Partition {}: the database is at offset {}, not at {}; reading from there",
                        lane.partition(),
                        moved.position().nextOffset(),
                        from.nextOffset());
                shared.metrics.moved();
                goTo(moved.position());
                yield true;
            }
        };
    }

    private boolean stoppedAt(Applied.Advanced advanced) {
        String type = advanced.stoppedAt();
        if (type == null) {
            return false;
        }
        stop("the record at offset " + advanced.position().nextOffset() + " is of type " + type
                + ", which a newer version wrote: upgrade this node");
        return true;
    }

    private void stop(String why) {
        LOG.error("Partition {} is not recorded any further: {}", lane.partition(), why);
        lane.stop(why);
    }

    /** Attempts until it works. Null where the lane has ended, or stopped, before that. */
    private <T> @Nullable T insist(Attempt<T> attempt) throws InterruptedException {
        var backoff = new Backoff(shared.options.backoffMinMs(), shared.options.backoffMaxMs(), shared.random);
        while (true) {
            long pauseMs;
            try {
                T result = attempt.run();
                lane.is(Phase.RUNNING, "");
                if (backoff.failures() > 0) {
                    LOG.info("Partition {} goes on after {} failed attempts", lane.partition(), backoff.failures());
                }
                return result;
            } catch (ForeignLogException e) {
                stop(String.valueOf(e.getMessage()));
                return null;
            } catch (SQLException | RuntimeException e) {
                pauseMs = backoff.nextMs();
                failed(e, backoff, pauseMs);
            }
            if (!lane.pause(pauseMs)) {
                return null;
            }
        }
    }

    private void failed(Exception e, Backoff backoff, long pauseMs) {
        Failure kind = Failure.of(e);
        shared.metrics.failed(kind);
        lane.is(kind.needsSomebody() ? Phase.BLOCKED : Phase.RETRYING, kind.tag() + ": " + e.getMessage());
        if (!backoff.worthLogging()) {
            return;
        }
        if (kind.needsSomebody()) {
            LOG.error(
                    "Partition {} at {} cannot be recorded until somebody mends this; attempt {}, the next in {} ms",
                    lane.partition(),
                    position,
                    backoff.failures(),
                    pauseMs,
                    e);
        } else {
            LOG.warn(
                    "Partition {} at {}: attempt {} failed ({}), the next in {} ms: {}",
                    lane.partition(),
                    position,
                    backoff.failures(),
                    kind.tag(),
                    pauseMs,
                    e.toString());
        }
    }

    static List<Received> decoded(List<ConsumerRecord<byte[], byte[]>> records) {
        var batch = new ArrayList<Received>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Header header = record.headers().lastHeader(RecordCodec.TYPE_HEADER);
            String type = header == null || header.value() == null ? null : new String(header.value(), UTF_8);
            var entry = new LogEntry(record.offset(), record.timestamp(), RecordCodec.decode(type, record.value()));
            batch.add(new Received(entry, type, record.key(), record.value()));
        }
        return batch;
    }
}
