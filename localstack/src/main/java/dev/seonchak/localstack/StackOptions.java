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
 * @param servicePort a port that must be free as well, since a service is going to take it; 0: none
 * @param database  which database to start
 * @param reset     whether to wipe the data first
 * @param temporary whether to kill the servers and delete the directory at close; Kafka then starts faster and needs
 *                  more CPU under load, so a load test wants false
 * @param progress  told what is being done
 */
public record StackOptions(
        Path dataDir,
        int redisPort,
        int kafkaPort,
        int mysqlPort,
        int servicePort,
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
                dataDir, REDIS_PORT, KAFKA_PORT, MYSQL_PORT, 0, DatabaseKind.AUTO, false, false, Progress.silent());
    }

    /** A stack in a fresh temporary directory that is gone after close, on free ports, silent. */
    public static StackOptions forTests() {
        try {
            return new StackOptions(
                    Files.createTempDirectory(Leftovers.PREFIX),
                    Ports.free(),
                    Ports.free(),
                    Ports.free(),
                    0,
                    DatabaseKind.parse(System.getProperty(DATABASE_PROPERTY, "auto")),
                    false,
                    true,
                    Progress.silent());
        } catch (IOException e) {
            throw new LocalStackException("Cannot make a temporary directory (" + e + "): is there room?", e);
        }
    }

    public StackOptions withPorts(int redis, int kafka, int mysql) {
        return new StackOptions(dataDir, redis, kafka, mysql, servicePort, database, reset, temporary, progress);
    }

    public StackOptions withServicePort(int port) {
        return new StackOptions(dataDir, redisPort, kafkaPort, mysqlPort, port, database, reset, temporary, progress);
    }

    public StackOptions withDatabase(DatabaseKind kind) {
        return new StackOptions(
                dataDir, redisPort, kafkaPort, mysqlPort, servicePort, kind, reset, temporary, progress);
    }

    public StackOptions withReset(boolean wipe) {
        return new StackOptions(
                dataDir, redisPort, kafkaPort, mysqlPort, servicePort, database, wipe, temporary, progress);
    }

    /** False: the servers stop in order at close, and their data stay. */
    public StackOptions withTemporary(boolean deleteAtClose) {
        return new StackOptions(
                dataDir, redisPort, kafkaPort, mysqlPort, servicePort, database, reset, deleteAtClose, progress);
    }

    public StackOptions withProgress(Progress told) {
        return new StackOptions(
                dataDir, redisPort, kafkaPort, mysqlPort, servicePort, database, reset, temporary, told);
    }
}
