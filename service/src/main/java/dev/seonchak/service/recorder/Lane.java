package dev.seonchak.service.recorder;

import dev.seonchak.core.recorder.LogPosition;
import dev.seonchak.service.recorder.PartitionState.Phase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One partition on this node, from its assignment to its revocation: the place where the consumer's thread and the thread
 * that writes meet.
 *
 * <pre>
 *   consumer's thread                        writing thread ({@link LaneWriter})
 *   offer(records) ──▶ bounded queue ──────▶ gather() ──▶ MySQL
 *   takeSeek()     ◀── where to read from ◀─ readFrom(position)
 * </pre>
 *
 * <p>The consumer's thread never waits here, so the node stays in its group whatever MySQL does.
 */
final class Lane {

    private static final long MAX_QUEUED_BYTES = 8L << 20;
    private static final int MAX_QUEUED_BATCHES = 3;
    private static final long UNKNOWN = -1;

    private final int partition;
    private final int maxBatch;
    private final int gatherMs;
    private final Runnable wakeConsumer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> queue = new ArrayDeque<>();
    private long queuedBytes;
    /** Until the consumer has gone there, what it hands over is not what was asked for. */
    private OptionalLong seekTo = OptionalLong.empty();

    private boolean reading;
    private boolean held = true;
    private boolean ended;

    private volatile Phase phase = Phase.STARTING;
    private volatile String detail = "";
    private volatile @Nullable LogPosition position;
    private volatile long endOffset = UNKNOWN;

    Lane(int partition, RecorderOptions options, Runnable wakeConsumer) {
        this.partition = partition;
        this.maxBatch = options.maxBatch();
        this.gatherMs = options.gatherMs();
        this.wakeConsumer = wakeConsumer;
    }

    int partition() {
        return partition;
    }

    PartitionState state() {
        LogPosition at = position;
        long lagRecords = at == null || endOffset == UNKNOWN ? UNKNOWN : Math.max(0, endOffset - at.nextOffset());
        return new PartitionState(partition, phase, detail, at == null ? UNKNOWN : at.nextOffset(), lagRecords);
    }

    // The consumer's thread.

    /** Takes records over; drops them where they are not the ones asked for. */
    void offer(List<ConsumerRecord<byte[], byte[]>> records) {
        lock.lock();
        try {
            if (!reading || ended || seekTo.isPresent()) {
                return;
            }
            queue.addAll(records);
            records.forEach(r -> queuedBytes += bytes(r));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Where to read from, if it is not where the consumer is; the caller goes there before it polls again. */
    OptionalLong takeSeek() {
        lock.lock();
        try {
            OptionalLong target = seekTo;
            seekTo = OptionalLong.empty();
            return target;
        } finally {
            lock.unlock();
        }
    }

    /** Whether more records may be fetched now. Where not, the consumer is woken when that changes. */
    boolean wantsRecords() {
        lock.lock();
        try {
            held = !reading || ended || full();
            return !held;
        } finally {
            lock.unlock();
        }
    }

    /** Sets the offset behind the last record of the log. */
    void endsAt(long offset) {
        endOffset = offset;
    }

    /** Drops what is in hand; a transaction under way may still end. */
    void end() {
        lock.lock();
        try {
            ended = true;
            queue.clear();
            queuedBytes = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // The writing thread.

    /** Says where the database is, and that reading goes on from there. */
    void readFrom(LogPosition from) {
        lock.lock();
        try {
            position = from;
            queue.clear();
            queuedBytes = 0;
            seekTo = OptionalLong.of(from.nextOffset());
            reading = true;
        } finally {
            lock.unlock();
        }
        wakeConsumer.run();
    }

    void advancedTo(LogPosition to) {
        position = to;
    }

    /** Waits for records, and a little longer for more of them. Null where the lane has ended. */
    @Nullable
    List<ConsumerRecord<byte[], byte[]>> gather() throws InterruptedException {
        boolean wake;
        var batch = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty() && !ended) {
                changed.await();
            }
            long leftNanos = TimeUnit.MILLISECONDS.toNanos(gatherMs);
            while (queue.size() < maxBatch && !ended && leftNanos > 0) {
                leftNanos = changed.awaitNanos(leftNanos);
            }
            if (ended) {
                return null;
            }
            while (batch.size() < maxBatch && !queue.isEmpty()) {
                ConsumerRecord<byte[], byte[]> next = queue.removeFirst();
                queuedBytes -= bytes(next);
                batch.add(next);
            }
            wake = held && !full();
        } finally {
            lock.unlock();
        }
        if (wake) {
            wakeConsumer.run();
        }
        return batch;
    }

    /** Pauses between two attempts. False where the lane has ended. */
    boolean pause(long ms) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long leftNanos = TimeUnit.MILLISECONDS.toNanos(ms);
            while (!ended && leftNanos > 0) {
                leftNanos = changed.awaitNanos(leftNanos);
            }
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    void is(Phase now, String why) {
        lock.lock();
        try {
            // The consumer may have stopped it while the writer was still busy.
            if (phase != Phase.STOPPED) {
                detail = why;
                phase = now;
            }
        } finally {
            lock.unlock();
        }
    }

    // Either thread.

    /** Gives the partition up until the next start. */
    void stop(String why) {
        is(Phase.STOPPED, why);
        end();
    }

    private boolean full() {
        return queue.size() >= MAX_QUEUED_BATCHES * maxBatch || queuedBytes >= MAX_QUEUED_BYTES;
    }

    private static int bytes(ConsumerRecord<byte[], byte[]> r) {
        return Math.max(0, r.serializedKeySize()) + Math.max(0, r.serializedValueSize());
    }
}
