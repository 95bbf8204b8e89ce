package dev.seonchak.service.recorder;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;

/** Makes the pool of connections. */
public final class Database {

    private Database() {}

    /**
     * A pool, at once, whether or not the server is there. The caller closes it.
     *
     * @param registry gets the pool's own meters, {@code hikaricp.connections…}
     */
    public static HikariDataSource pool(DatabaseOptions options, MeterRegistry registry) {
        var config = new HikariConfig();
        config.setPoolName("mysql");
        config.setJdbcUrl(options.address().jdbcUrl(options.connectTimeoutMs(), options.socketTimeoutMs()));
        config.setUsername(options.address().user());
        config.setPassword(options.address().password());
        config.setMaximumPoolSize(options.poolSize());
        config.setConnectionTimeout(options.poolWaitMs());
        config.setValidationTimeout(Math.min(options.poolWaitMs(), 1_000));
        config.setAutoCommit(false);
        // The row of log_position orders the writers; gap locks would only add deadlocks.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        // Do not fail, nor wait, where the server is not there yet.
        config.setInitializationFailTimeout(-1);
        config.setMetricRegistry(registry);
        return new HikariDataSource(config);
    }
}
