package dev.seonchak.core.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seonchak.core.audit.LogEvidence;
import dev.seonchak.core.claim.ClaimLog.Failure;
import dev.seonchak.core.record.Decoded;
import dev.seonchak.core.record.LogRecord;
import dev.seonchak.core.record.RecordCodec;
import dev.seonchak.core.recorder.LogEntry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A partitioned log with everything that a real one may do to its writers: slow, out of order, rejected, acknowledged or
 * not, landed after the writer gave up, or never; append times from a clock per partition that steps both ways; and
 * readers who see an entry a little after it was written.
 */
final class SimLog {

    static final int PARTITIONS = 3;

    /** A sender hears no later than this. */
    static final int SEND_TIMEOUT_MS = 600;

    /** Nothing lands later than this after it was sent, outages aside. */
    private static final int LATEST_LANDING_MS = 4_000;

    /** The type that the next version writes; it means what a claim means today. */
    static final String NEWER_CLAIM = "dev.seonchak.claimed.v2";

    /**
     * An entry.
     *
     * @param today what this version reads in it
     * @param upgraded what the next version reads in it
     */
    record Entry(long offset, long appendTimeMs, long visibleAtMs, String text, Decoded today, Decoded upgraded) {

        Decoded decoded(boolean byNextVersion) {
            return byNextVersion ? upgraded : today;
        }

        @Override
        public String toString() {
            return offset + " " + text + " at " + appendTimeMs;
        }
    }

    private final World world;
    private final Truth truth;
    private final List<List<Entry>> partitions = new ArrayList<>();
    private final long[] clockOffsetMs = new long[PARTITIONS];
    private final long[] outageUntilMs = new long[PARTITIONS];

    SimLog(World world, Truth truth) {
        this.world = world;
        this.truth = truth;
        for (int p = 0; p < PARTITIONS; p++) {
            partitions.add(new ArrayList<>());
        }
    }

    void send(LogRecord record, Consumer<Failure> onFailure) {
        send(truth.partitionOf(record.couponId()), RecordCodec.type(record), RecordCodec.encode(record), onFailure);
    }

    /** Sends to any partition; {@code onFailure} is called at most once. */
    void send(int partition, @Nullable String type, byte[] value, Consumer<Failure> onFailure) {
        boolean outage = outageUntilMs[partition] > world.nowMs();
        if (world.fault(outage ? 500 : 15)) {
            reject(onFailure);
            return;
        }
        boolean lands = !world.fault(outage ? 400 : 20);
        long latencyMs = latencyMs();
        boolean acknowledged = lands && !outage && latencyMs < SEND_TIMEOUT_MS && !world.fault(25);
        if (lands) {
            world.after(latencyMs, () -> land(partition, type, value, latencyMs));
        }
        if (!acknowledged) {
            long hearsMs = world.chance(300) ? world.between(1, SEND_TIMEOUT_MS) : SEND_TIMEOUT_MS;
            world.after(hearsMs, () -> onFailure.accept(Failure.UNKNOWN));
        }
    }

    private void reject(Consumer<Failure> onFailure) {
        if (world.chance(400)) {
            onFailure.accept(Failure.NOT_SENT);
        } else {
            world.after(world.between(1, 30), () -> onFailure.accept(Failure.NOT_SENT));
        }
    }

    private long latencyMs() {
        if (world.fault(40)) {
            return world.between(SEND_TIMEOUT_MS, LATEST_LANDING_MS);
        }
        if (world.fault(40)) {
            // So that the verdict and the deadline of the claim meet in the same few milliseconds.
            return (long) SimNode.DEADLINE_MS - world.between(0, 40);
        }
        return world.fault(150) ? world.between(50, 500) : world.between(1, 12);
    }

    private void land(int partition, @Nullable String type, byte[] value, long latencyMs) {
        long outageMs = outageUntilMs[partition] - world.nowMs();
        if (outageMs > 0) {
            world.after(outageMs + world.between(0, 300), () -> land(partition, type, value, SEND_TIMEOUT_MS));
            return;
        }
        if (latencyMs >= SEND_TIMEOUT_MS) {
            world.saw(World.Seen.LANDED_AFTER_ITS_TIMEOUT);
        }
        append(partition, type, value);
    }

    /** Writes an entry now. */
    void append(int partition, @Nullable String type, byte[] value) {
        List<Entry> entries = partitions.get(partition);
        long timeMs = World.EPOCH_MS + world.nowMs() + clockOffsetMs[partition];
        long visibleMs = world.nowMs() + world.between(0, 8);
        if (!entries.isEmpty()) {
            visibleMs = Math.max(visibleMs, entries.getLast().visibleAtMs);
            if (entries.getLast().appendTimeMs > timeMs) {
                world.saw(World.Seen.CLOCK_STEPPED_BACK);
            }
        }
        var entry = new Entry(
                entries.size(),
                timeMs,
                visibleMs,
                type + " " + new String(value, UTF_8),
                RecordCodec.decode(type, value),
                RecordCodec.decode(NEWER_CLAIM.equals(type) ? "dev.seonchak.claimed.v1" : type, value));
        entries.add(entry);
        var verdict = truth.append(
                partition, entry.upgraded() instanceof Decoded.Known known ? known.record() : null, timeMs);
        world.trace(() -> "log " + partition + ": " + entry + (verdict == null ? "" : " => " + verdict));
    }

    /** Entries that readers can see, from an offset on. */
    List<Entry> read(int partition, long from, int most) {
        List<Entry> entries = partitions.get(partition);
        int to = (int) from;
        while (to < entries.size() && to < from + most && entries.get(to).visibleAtMs <= world.nowMs()) {
            to++;
        }
        return entries.subList((int) from, to);
    }

    /** The first offset that a reader cannot see yet. */
    long visibleEnd(int partition) {
        List<Entry> entries = partitions.get(partition);
        int end = entries.size();
        while (end > 0 && entries.get(end - 1).visibleAtMs > world.nowMs()) {
            end--;
        }
        return end;
    }

    long end(int partition) {
        return partitions.get(partition).size();
    }

    void outage(int partition, long forMs) {
        outageUntilMs[partition] = world.nowMs() + forMs;
        world.trace(() -> "log " + partition + " out for " + forMs + " ms");
    }

    boolean out(int partition) {
        return outageUntilMs[partition] > world.nowMs();
    }

    void stepClock(int partition, long offsetMs) {
        clockOffsetMs[partition] = offsetMs;
        world.trace(() -> "log " + partition + " clock at " + offsetMs + " ms");
    }

    void heal() {
        for (int p = 0; p < PARTITIONS; p++) {
            outageUntilMs[p] = 0;
            clockOffsetMs[p] = 0;
        }
    }

    /** What an audit of the newest version reads of a partition. */
    LogEvidence evidence(int partition) {
        Iterator<Entry> entries = List.copyOf(partitions.get(partition)).iterator();
        return new LogEvidence() {
            @Override
            public @Nullable LogEntry next() {
                if (!entries.hasNext()) {
                    return null;
                }
                Entry entry = entries.next();
                return new LogEntry(entry.offset(), entry.appendTimeMs(), entry.decoded(true));
            }

            @Override
            public void toEnd() {}

            @Override
            public @Nullable String topicId() {
                return null;
            }
        };
    }
}
