package dev.seonchak.service.recorder;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The recorder's meters. */
final class RecorderMetrics {

    private static final String PREFIX = "seonchak.recorder.";

    private final MeterRegistry registry;
    private final AtomicReferenceArray<@Nullable Lane> lanes;
    private final Counter rows;
    private final Counter records;
    private final Counter garbage;
    private final Counter quarantinedRows;
    private final Counter duplicateKeys;
    private final Counter moved;
    private final Timer batches;

    RecorderMetrics(MeterRegistry registry, AtomicReferenceArray<@Nullable Lane> lanes) {
        this.registry = registry;
        this.lanes = lanes;
        rows = counter("rows", "Issuances written");
        records = counter("records", "Records of the log taken into the database");
        garbage = Counter.builder(PREFIX + "quarantined")
                .description("Records put into quarantine")
                .tag("kind", "garbage")
                .register(registry);
        quarantinedRows = Counter.builder(PREFIX + "quarantined")
                .description("Records put into quarantine")
                .tag("kind", "duplicate-key")
                .register(registry);
        duplicateKeys = counter("duplicate.keys", "Issuances that a unique key refused; must stay 0");
        moved = counter("position.moved", "Batches dropped because the database was elsewhere");
        batches = Timer.builder(PREFIX + "batch")
                .description("One transaction, with its failed attempts left out")
                .register(registry);
        for (Failure kind : Failure.values()) {
            retries(kind);
        }
        for (int p = 0; p < lanes.length(); p++) {
            int partition = p;
            Gauge.builder(PREFIX + "lag", () -> lagOf(partition))
                    .description("Records in the log that are not in the database; NaN where another node records them")
                    .tag("partition", Integer.toString(p))
                    .register(registry);
        }
        for (PartitionState.Phase phase : PartitionState.Phase.values()) {
            Gauge.builder(PREFIX + "partitions", () -> count(phase))
                    .description("Partitions of this node by what they do")
                    .tag("phase", phase.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }

    private Counter retries(Failure kind) {
        return Counter.builder(PREFIX + "retries")
                .description("Attempts that failed and were made again")
                .tag("kind", kind.tag())
                .register(registry);
    }

    private double lagOf(int partition) {
        Lane lane = lanes.get(partition);
        long lag = lane == null ? -1 : lane.state().lagRecords();
        return lag < 0 ? Double.NaN : lag;
    }

    private int count(PartitionState.Phase phase) {
        int count = 0;
        for (int p = 0; p < lanes.length(); p++) {
            Lane lane = lanes.get(p);
            if (lane != null && lane.state().phase() == phase) {
                count++;
            }
        }
        return count;
    }

    void advanced(Applied.Advanced applied, long recordsTaken, long nanos) {
        rows.increment(applied.rows());
        records.increment((double) recordsTaken);
        garbage.increment(applied.garbage());
        duplicateKeys.increment(applied.duplicateKeys());
        quarantinedRows.increment(applied.duplicateKeys());
        batches.record(nanos, TimeUnit.NANOSECONDS);
    }

    void moved() {
        moved.increment();
    }

    void failed(Failure kind) {
        retries(kind).increment();
    }
}
