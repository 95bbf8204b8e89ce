package dev.seonchak.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How to start a {@link Stack}.
 *
 * @param dataDir   where data, logs and records go; created if it is not there
 * @param redisPort Redis' port on 127.0.0.1
 * @param kafka     Kafka's brokers
 * @param mysqlPort MySQL's port on 127.0.0.1
 * @param mysqlDiskMiB the size of the small disk that MySQL's data lie on; 0: the data directory's own disk
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
        KafkaOptions kafka,
        int mysqlPort,
        int mysqlDiskMiB,
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
                dataDir,
                REDIS_PORT,
                new KafkaOptions(KAFKA_PORT, 1, List.of(), 0),
                MYSQL_PORT,
                0,
                0,
                DatabaseKind.AUTO,
                false,
                false,
                Progress.silent());
    }

    /** A stack in a fresh temporary directory that is gone after close, on free ports, silent. */
    public static StackOptions forTests() {
        try {
            return at(Files.createTempDirectory(Leftovers.PREFIX))
                    .withPorts(Ports.free(), Ports.free(), Ports.free())
                    .withDatabase(DatabaseKind.parse(System.getProperty(DATABASE_PROPERTY, "auto")))
                    .withTemporary(true);
        } catch (IOException e) {
            throw new LocalStackException("Cannot make a temporary directory (" + e + "): is there room?", e);
        }
    }

    public StackOptions withPorts(int redis, int firstKafka, int mysql) {
        return new StackOptions(
                dataDir,
                redis,
                kafka.withPort(firstKafka),
                mysql,
                mysqlDiskMiB,
                servicePort,
                database,
                reset,
                temporary,
                progress);
    }

    /** 1 broker, or 3 that replicate each other. */
    public StackOptions withBrokers(int count) {
        return new StackOptions(
                dataDir,
                redisPort,
                kafka.withBrokers(count),
                mysqlPort,
                mysqlDiskMiB,
                servicePort,
                database,
                reset,
                temporary,
                progress);
    }

    /**
     * The ports on 127.0.0.1 of the proxies before the brokers, one a broker: clients that come through a proxy are told
     * that its broker is there. The proxies themselves are the caller's; each connects to
     * {@link Kafka#proxiedListenerPort()}.
     */
    public StackOptions withKafkaProxyPorts(List<Integer> ports) {
        return new StackOptions(
                dataDir,
                redisPort,
                kafka.withProxyPorts(ports),
                mysqlPort,
                mysqlDiskMiB,
                servicePort,
                database,
                reset,
                temporary,
                progress);
    }

    /**
     * Puts the data of each broker on a {@link SmallDisk}; its contents are gone at close, even of a stack that is not
     * temporary. A broker ends when its disk is full; once there is room it can be started again.
     */
    public StackOptions withKafkaDisks(int sizeMiB) {
        return new StackOptions(
                dataDir,
                redisPort,
                kafka.withDiskMiB(sizeMiB),
                mysqlPort,
                mysqlDiskMiB,
                servicePort,
                database,
                reset,
                temporary,
                progress);
    }

    /**
     * Puts MySQL's data on a {@link SmallDisk}; its contents are gone at close, even of a stack that is not temporary.
     * MySQL takes 220 MiB before the first row. On a full disk it refuses what does not fit into its tables, but a commit
     * that does not fit into its binlog waits: it looks once a minute whether there is room. MariaDB may end itself; once
     * there is room it can be started again.
     */
    public StackOptions withMySqlDisk(int sizeMiB) {
        return new StackOptions(
                dataDir, redisPort, kafka, mysqlPort, sizeMiB, servicePort, database, reset, temporary, progress);
    }

    public StackOptions withServicePort(int port) {
        return new StackOptions(
                dataDir, redisPort, kafka, mysqlPort, mysqlDiskMiB, port, database, reset, temporary, progress);
    }

    public StackOptions withDatabase(DatabaseKind kind) {
        return new StackOptions(
                dataDir, redisPort, kafka, mysqlPort, mysqlDiskMiB, servicePort, kind, reset, temporary, progress);
    }

    public StackOptions withReset(boolean wipe) {
        return new StackOptions(
                dataDir, redisPort, kafka, mysqlPort, mysqlDiskMiB, servicePort, database, wipe, temporary, progress);
    }

    /** False: the servers stop in order at close, and their data stay. */
    public StackOptions withTemporary(boolean deleteAtClose) {
        return new StackOptions(
                dataDir,
                redisPort,
                kafka,
                mysqlPort,
                mysqlDiskMiB,
                servicePort,
                database,
                reset,
                deleteAtClose,
                progress);
    }

    public StackOptions withProgress(Progress told) {
        return new StackOptions(
                dataDir, redisPort, kafka, mysqlPort, mysqlDiskMiB, servicePort, database, reset, temporary, told);
    }
}
