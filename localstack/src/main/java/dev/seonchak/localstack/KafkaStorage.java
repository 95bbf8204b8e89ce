package dev.seonchak.localstack;

import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

/**
 * Formatted, empty log directories for Kafka's nodes. Formatting takes a JVM of its own, so it is done once a machine,
 * for node 1, and copied.
 */
final class KafkaStorage {
    // Any 22 characters of URL-safe Base64 make a cluster id.
    private static final String CLUSTER_ID = "seonchak-local-cluster";

    private final ServerJars jars;
    private final ServerCache cache;
    private final Progress progress;

    KafkaStorage(ServerJars jars, ServerCache cache, Progress progress) {
        this.jars = jars;
        this.cache = cache;
        this.progress = progress;
    }

    /** A node's only log directory, or the one with its metadata. */
    void format(Path dir, int nodeId) throws IOException {
        Trees.copy(template(), dir);
        if (nodeId != 1) {
            identify(dir, nodeId);
        }
    }

    /** A further log directory, for topics alone: it has an identity, like a disk, and nothing else. */
    static void formatForTopics(Path dir, int nodeId) throws IOException {
        identify(dir, nodeId);
    }

    private static void identify(Path dir, int nodeId) throws IOException {
        UUID id = UUID.randomUUID();
        byte[] bytes = ByteBuffer.allocate(Long.BYTES * 2)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        Properties properties = new Properties();
        properties.setProperty("version", "1");
        properties.setProperty("cluster.id", CLUSTER_ID);
        properties.setProperty("node.id", Integer.toString(nodeId));
        properties.setProperty(
                "directory.id", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        try (Writer writer = Files.newBufferedWriter(dir.resolve("meta.properties"))) {
            properties.store(writer, null);
        }
    }

    // One at a time: three brokers that start together need one template.
    private synchronized Path template() {
        String entry = ServerJars.artifact(jars.require("kafka_2.13-")) + "-formatted";
        return cache.entry(entry, to -> {
            progress.step("Kafka", "formatting its storage (once)");
            Path config = Files.createTempFile("seonchak-kafka-", ".properties");
            try {
                KafkaNode alone = new KafkaNode(1, 1, 2, 0, 0);
                Files.writeString(config, KafkaConfig.node(alone, List.of(alone), to, to));
                List<String> command =
                        ServerProcess.words(ServerProcess.java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp");
                command.addAll(List.of(jars.kafkaClassPath(), "kafka.tools.StorageTool", "format"));
                command.addAll(List.of("-t", CLUSTER_ID, "-c", config.toString()));
                Tool.run("Kafka", command);
            } finally {
                Files.delete(config);
            }
        });
    }
}
