package dev.seonchak.localstack;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A real Kafka: one node that is broker and controller, without replication.
 *
 * <p>What it acknowledged survives {@link #kill()}, since the operating system has it; like any single broker it does not
 * promise to survive the machine.
 */
public final class Kafka extends ServerProcess {
    // Any 22 characters of URL-safe Base64 make a cluster id.
    private static final String CLUSTER_ID = "seonchak-local-cluster";
    private static final short API_VERSIONS = 18;

    private final ServerJars jars;
    private final ServerCache cache;

    Kafka(int port, DataDir home, Progress progress, ServerJars jars, ServerCache cache) {
        super("Kafka", port, home, progress);
        this.jars = jars;
        this.cache = cache;
    }

    @Override
    public String url() {
        return "kafka://127.0.0.1:" + port();
    }

    /** The {@code bootstrap.servers} of a client. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port();
    }

    @Override
    Launch prepare() throws IOException {
        Path dir = Files.createDirectories(home().of("kafka"));
        Path data = dir.resolve("data");
        if (!Files.exists(data)) {
            Trees.copy(formatted(), data);
        }
        Path config = dir.resolve("server.properties");
        Files.writeString(config, config(data, port(), Ports.free()));
        Path logging = dir.resolve("log4j2.properties");
        Files.writeString(logging, LOGGING);
        List<String> command = words(java());
        command.addAll(List.of("-Xms128m", "-Xmx384m", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.add("-Dlog4j2.configurationFile=" + logging);
        command.addAll(List.of("-cp", jars.kafkaClassPath(), "kafka.Kafka", config.toString()));
        return new Launch(command, Map.of());
    }

    /** A formatted, empty log directory: formatting takes a JVM of its own, so it is done once and copied. */
    private Path formatted() {
        String entry = ServerJars.artifact(jars.require("kafka_2.13-")) + "-formatted";
        return cache.entry(entry, to -> {
            progress().step(name(), "formatting its storage (once)");
            Path config = Files.createTempFile("seonchak-kafka-", ".properties");
            try {
                Files.writeString(config, config(to, 1, 2));
                List<String> command = words(java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp");
                command.addAll(List.of(jars.kafkaClassPath(), "kafka.tools.StorageTool", "format"));
                command.addAll(List.of("-t", CLUSTER_ID, "-c", config.toString()));
                Tool.run(name(), command);
            } finally {
                Files.delete(config);
            }
        });
    }

    private static String config(Path data, int port, int controllerPort) {
        return """
               process.roles=broker,controller
               node.id=1
               listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
               advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
               controller.listener.names=CONTROLLER
               controller.quorum.voters=1@127.0.0.1:%2$d
               log.dirs=%3$s
               auto.create.topics.enable=false
               num.network.threads=2
               num.io.threads=4
               offsets.topic.replication.factor=1
               offsets.topic.num.partitions=4
               transaction.state.log.replication.factor=1
               transaction.state.log.min.isr=1
               transaction.state.log.num.partitions=4
               share.coordinator.state.topic.replication.factor=1
               share.coordinator.state.topic.min.isr=1
               share.coordinator.state.topic.num.partitions=1
               group.initial.rebalance.delay.ms=0
               broker.heartbeat.interval.ms=500
               broker.session.timeout.ms=3000
               log.retention.hours=-1
               """.formatted(port, controllerPort, data);
    }

    private static final String LOGGING = """
            status=error
            appender.out.type=Console
            appender.out.name=out
            appender.out.layout.type=PatternLayout
            appender.out.layout.pattern=%d{ISO8601} %p %c{1} %m%n
            rootLogger.level=warn
            rootLogger.appenderRef.out.ref=out
            logger.server.name=kafka.server
            logger.server.level=info
            logger.config.name=org.apache.kafka.common.config
            logger.config.level=error
            """;

    @Override
    boolean answers() throws IOException {
        try (Probe probe = new Probe(port())) {
            int correlation = 7;
            ByteBuffer request = ByteBuffer.allocate(14);
            // Size, api key, version 0, correlation id, no client id.
            request.putInt(10)
                    .putShort(API_VERSIONS)
                    .putShort((short) 0)
                    .putInt(correlation)
                    .putShort((short) -1);
            probe.send(request.array());
            DataInputStream reply = probe.reply();
            return reply.readInt() > 6 && reply.readInt() == correlation && reply.readShort() == 0;
        }
    }
}
