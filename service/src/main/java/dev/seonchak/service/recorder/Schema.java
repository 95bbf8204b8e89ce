package dev.seonchak.service.recorder;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** The tables, brought to this version's state by the migrations in {@code db/migration}. */
public final class Schema {

    private final Flyway flyway;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean ready;

    /** Touches nothing yet. */
    public Schema(DataSource dataSource) {
        // A newer version may already have run: its additions do not disturb this one.
        flyway = Flyway.configure(Schema.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .ignoreMigrationPatterns("*:future")
                .load();
    }

    /** Whether the tables are there. */
    public boolean ready() {
        return ready;
    }

    /**
     * Makes the tables, once; later calls return at once. Several nodes may do it at the same time.
     *
     * @throws org.flywaydb.core.api.FlywayException where the database is not there or refuses
     */
    public void migrate() throws InterruptedException {
        if (ready) {
            return;
        }
        lock.lockInterruptibly();
        try {
            if (ready) {
                return;
            }
            // An earlier attempt that the database cut short. Every migration is one statement that may run again.
            boolean failed = Arrays.stream(flyway.info().all())
                    .map(MigrationInfo::getState)
                    .anyMatch(state -> state == MigrationState.FAILED);
            if (failed) {
                flyway.repair();
            }
            flyway.migrate();
            ready = true;
        } finally {
            lock.unlock();
        }
    }
}
