package dev.seonchak.service.recorder;

import dev.seonchak.audit.DatabaseAddress;
import dev.seonchak.service.config.Config;
import dev.seonchak.service.config.InvalidConfiguration;

/**
 * How the database is reached.
 *
 * @param poolSize connections at most; partitions are written at the same time on as many of them
 * @param poolWaitMs for a connection to become free
 * @param connectTimeoutMs for a connection to be made
 * @param socketTimeoutMs for an answer to any one statement; a server that hangs is given up after it
 */
public record DatabaseOptions(
        DatabaseAddress address, int poolSize, int poolWaitMs, int connectTimeoutMs, int socketTimeoutMs) {

    public DatabaseOptions {
        if (poolSize < 1) {
            throw new IllegalArgumentException("poolSize must be positive but is " + poolSize);
        }
        if (poolWaitMs < 250 || connectTimeoutMs < 1 || socketTimeoutMs < 1) {
            throw new IllegalArgumentException("timeouts must be positive, and poolWaitMs at least 250, but are "
                    + poolWaitMs + ", " + connectTimeoutMs + ", " + socketTimeoutMs + " ms");
        }
    }

    /**
     * As configured.
     *
     * @throws InvalidConfiguration where the address cannot be one, with a sentence that does not repeat the password
     */
    public static DatabaseOptions of(Config.Recorder config) {
        try {
            return new DatabaseOptions(
                    DatabaseAddress.parse(config.mysqlUrl()),
                    config.poolSize(),
                    config.poolWaitMs(),
                    config.connectTimeoutMs(),
                    config.socketTimeoutMs());
        } catch (IllegalArgumentException e) {
            throw new InvalidConfiguration("SEONCHAK_MYSQL_URL: " + e.getMessage());
        }
    }
}
