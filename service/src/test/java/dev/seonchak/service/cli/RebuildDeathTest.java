package dev.seonchak.service.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.seonchak.audit.DatabaseAddress;
import dev.seonchak.service.claimlog.LogReader;
import dev.seonchak.service.recorder.DyingDataSource;
import dev.seonchak.service.recorder.Model;
import dev.seonchak.service.recorder.Rebuild;
import dev.seonchak.service.recorder.RebuildStopped;
import dev.seonchak.service.recorder.Schema;
import dev.seonchak.service.recorder.TestLog;
import dev.seonchak.service.recorder.TestServers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A rebuild that dies anywhere is begun again and ends exactly. */
@Timeout(120)
class RebuildDeathTest {

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static Rebuild begun(LogReader log, DataSource database, Schema schema, int maxBatch)
            throws InterruptedException {
        Rebuild rebuild = RebuildDbCommand.rebuild(log, database, schema, maxBatch);
        rebuild.begin();
        return rebuild;
    }

    private static void empty(DataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("issuance", "coupon", "log_position")) {
                statement.execute("DELETE FROM " + table);
            }
            connection.commit();
        }
    }

    private static void append(TestLog log, int count) {
        log.append(Model.randomRecords(new Random(count), count, List.of(1L, 2L, 3L, 4L), 200));
    }

    @Test
    void killed_between_any_batches_it_goes_on_where_it_was() throws Exception {
        try (var log = new TestLog(2)) {
            append(log, 1_000);
            DatabaseAddress database = TestServers.migratedDatabase();
            long written = 0;
            int lives = 0;
            boolean done = false;
            try (HikariDataSource pool = TestServers.pool(database);
                    LogReader reader = LogReader.open(log.config(database).log())) {
                for (; !done; lives++) {
                    Rebuild rebuild = begun(reader, pool, new Schema(pool), 70);
                    try {
                        RebuildDbCommand.fill(reader, rebuild, RebuildDbCommand.ends(reader), () -> {
                            throw new Killed();
                        });
                        done = true;
                    } catch (Killed e) {
                        written += rebuild.records();
                    }
                }
            }
            assertThat(lives).isGreaterThan(2);
            assertThat(written).as("nothing is taken twice").isEqualTo(1_000);
            assertThat(Model.stored(database)).isEqualTo(Model.replay(2, log.read()));
        }
    }

    @Test
    void a_connection_that_dies_at_any_call_costs_nothing() throws Exception {
        try (var log = new TestLog(1)) {
            append(log, 60);
            DatabaseAddress database = TestServers.migratedDatabase();
            var truth = Model.replay(1, log.read());
            try (HikariDataSource pool = TestServers.pool(database);
                    LogReader reader = LogReader.open(log.config(database).log())) {
                var schema = new Schema(pool);
                schema.migrate();
                boolean died = true;
                int call = 0;
                for (; died; call++) {
                    empty(pool);
                    var dying = new DyingDataSource(database, call, call % 2 == 0);
                    try {
                        RebuildDbCommand.fill(
                                reader, begun(reader, dying, schema, 100), RebuildDbCommand.ends(reader), () -> {});
                    } catch (RebuildStopped e) {
                        assertThat(dying.died()).as(e.toString()).isTrue();
                    }
                    died = dying.died();
                    RebuildDbCommand.fill(
                            reader, begun(reader, pool, schema, 100), RebuildDbCommand.ends(reader), () -> {});
                    assertThat(Model.stored(database)).as("call %d", call).isEqualTo(truth);
                }
                assertThat(call).isGreaterThan(15);
            }
        }
    }

    @Test
    void the_line_of_progress_counts_to_the_end() {
        long[] nanos = {0};
        var err = new StringWriter();
        var line = new ProgressLine(new PrintWriter(err, true), false, () -> nanos[0], 1_000);
        line.at(10, 1);
        assertThat(err.toString()).isEmpty();
        nanos[0] = 10_000_000_000L;
        line.at(250, 100);
        assertThat(err.toString()).contains("25.0%", "250 of 1,000 records", "100 rows", "25 records/s", "30 s left");
        line.end(1_000, 400);
        assertThat(err.toString()).contains("100.0%", "0 s left");
    }
}
