package dev.seonchak.service;

import com.zaxxer.hikari.HikariDataSource;
import dev.seonchak.service.claimlog.KafkaClients;
import dev.seonchak.service.config.Config;
import dev.seonchak.service.recorder.Database;
import dev.seonchak.service.recorder.DatabaseOptions;
import dev.seonchak.service.recorder.PartitionState;
import dev.seonchak.service.recorder.Recorder;
import dev.seonchak.service.recorder.RecorderOptions;
import dev.seonchak.service.recorder.Schema;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Random;

/** The recorder role of a process: the recorder and its pool of connections, which begin and end together. */
final class RecorderProcess implements AutoCloseable {

    private final HikariDataSource pool;
    private final Recorder recorder;

    private RecorderProcess(HikariDataSource pool, Recorder recorder) {
        this.pool = pool;
        this.recorder = recorder;
    }

    /** Starts recording, whether or not Kafka and MySQL are there. */
    static RecorderProcess start(Config config, KafkaClients kafka, MeterRegistry registry) {
        HikariDataSource pool = Database.pool(DatabaseOptions.of(config.recorder()), registry);
        RecorderOptions options = RecorderOptions.of(kafka.common(), config.log(), config.recorder());
        Recorder recorder =
                Recorder.start(options, pool, new Schema(pool), registry, InstantSource.system(), new Random());
        return new RecorderProcess(pool, recorder);
    }

    /**
     * True where a partition was given up: the log is not the one that is in the database, or a newer version writes to it.
     * What is granted then might never become a row.
     */
    boolean refuses() {
        return recorder.states().stream().anyMatch(state -> state.phase() == PartitionState.Phase.STOPPED);
    }

    /** The partitions that are recorded here, for {@code /health/ready}. */
    JsonArray states() {
        var states = new JsonArray();
        for (PartitionState state : recorder.states()) {
            states.add(new JsonObject()
                    .put("partition", state.partition())
                    .put("phase", state.phase().name().toLowerCase(Locale.ROOT))
                    .put("detail", state.detail())
                    .put("nextOffset", state.nextOffset())
                    .put("lagRecords", state.lagRecords()));
        }
        return states;
    }

    @Override
    public void close() {
        recorder.close();
        pool.close();
    }
}
