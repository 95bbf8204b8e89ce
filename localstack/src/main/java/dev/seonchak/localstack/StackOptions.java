package dev.seonchak.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How to start a {@link Stack}.
 *
 * @param dataDir   where data, logs and records go; created if it is not there
 * @param redisPort Redis' port on 127.0.0.1
 * @param kafkaPort Kafka's port on 127.0.0.1
 * @param mysqlPort MySQL's port on 127.0.0.1
 * @param database  which database to start
 * @param reset     whether to wipe the data first
 * @param temporary whether to kill the servers and delete the directory at close
 * @param progress  told what is being done
 */
public record StackOptions(
        Path dataDir,
        int redisPort,
        int kafkaPort,
        int mysqlPort,
        DatabaseKind database,
        boolean reset,
        boolean temporary,
        Progress progress) {
    public static final int REDIS_PORT = 16379;
    public static final int KAFKA_PORT = 19092;
    public static final int MYSQL_PORT = 13306;

    /** The system property that names the database of tests: {@code auto}, {@code mysql} or {@code mariadb}. */
    public static final String DATABASE_PROPERTY = "seonchak.database";

    /** A lasting stack in this directory, on the fixed ports, silent. */
    public static StackOptions at(Path dataDir) {
        return new StackOptions(
                dataDir, REDIS_PORT, KAFKA_PORT, MYSQL_PORT, DatabaseKind.AUTO, false, false, Progress.silent());
    }

    /** A stack in a fresh temporary directory that is gone after close, on free ports, silent. */
    public static StackOptions forTests() {
        try {
            return new StackOptions(
                    Files.createTempDirectory(Leftovers.PREFIX),
                    Ports.free(),
                    Ports.free(),
                    Ports.free(),
                    DatabaseKind.parse(System.getProperty(DATABASE_PROPERTY, "auto")),
                    false,
                    true,
                    Progress.silent());
        } catch (IOException e) {
            throw new LocalStackException("Cannot make a temporary directory (" + e + "): is there room?", e);
        }
    }

    public StackOptions withPorts(int redis, int kafka, int mysql) {
        return new StackOptions(dataDir, redis, kafka, mysql, database, reset, temporary, progress);
    }

    public StackOptions withDatabase(DatabaseKind kind) {
        return new StackOptions(dataDir, redisPort, kafkaPort, mysqlPort, kind, reset, temporary, progress);
    }

    public StackOptions withReset(boolean wipe) {
        return new StackOptions(dataDir, redisPort, kafkaPort, mysqlPort, database, wipe, temporary, progress);
    }

    public StackOptions withProgress(Progress told) {
        return new StackOptions(dataDir, redisPort, kafkaPort, mysqlPort, database, reset, temporary, told);
    }

    /** Whether the directory outlives close: false lets servers stop in order and keeps their data. */
    public StackOptions withTemporary(boolean deleteAtClose) {
        return new StackOptions(dataDir, redisPort, kafkaPort, mysqlPort, database, reset, deleteAtClose, progress);
    }
}
