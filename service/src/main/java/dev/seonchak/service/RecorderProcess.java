package dev.seonchak.service;

import com.zaxxer.hikari.HikariDataSource;
import dev.seonchak.audit.DatabaseAddress;
import dev.seonchak.service.claimlog.KafkaClients;
import dev.seonchak.service.config.Config;
import dev.seonchak.service.config.InvalidConfiguration;
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

    private static final int POOL_WAIT_MS = 3_000;
    private static final int CONNECT_TIMEOUT_MS = 3_000;
    private static final int SOCKET_TIMEOUT_MS = 15_000;

    private final HikariDataSource pool;
    private final Recorder recorder;

    private RecorderProcess(HikariDataSource pool, Recorder recorder) {
        this.pool = pool;
        this.recorder = recorder;
    }

    /** Starts recording, whether or not Kafka and MySQL are there. */
    static RecorderProcess start(Config config, KafkaClients kafka, MeterRegistry registry) {
        DatabaseAddress address = address(config.recorder().mysqlUrl());
        HikariDataSource pool = Database.pool(
                new DatabaseOptions(
                        address, config.recorder().poolSize(), POOL_WAIT_MS, CONNECT_TIMEOUT_MS, SOCKET_TIMEOUT_MS),
                registry);
        RecorderOptions defaults = RecorderOptions.of(
                kafka.common(), config.log().topic(), config.log().partitions());
        var options = new RecorderOptions(
                defaults.kafka(),
                defaults.topic(),
                defaults.partitions(),
                config.recorder().group(),
                config.recorder().maxBatch(),
                defaults.gatherMs(),
                defaults.backoffMinMs(),
                defaults.backoffMaxMs(),
                defaults.closeTimeoutMs());
        Recorder recorder =
                Recorder.start(options, pool, new Schema(pool), registry, InstantSource.system(), new Random());
        return new RecorderProcess(pool, recorder);
    }

    private static DatabaseAddress address(String url) {
        try {
            return DatabaseAddress.parse(url);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfiguration("SEONCHAK_MYSQL_URL: " + e.getMessage());
        }
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
