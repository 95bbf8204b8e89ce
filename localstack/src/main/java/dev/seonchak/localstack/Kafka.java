package dev.seonchak.localstack;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A real Kafka node that is broker and controller: alone and without replication, or one of three.
 *
 * <p>What it acknowledged survives {@link #kill()}, since the operating system has it; like any single broker it does not
 * promise to survive the machine. Of three, a majority must run before any of them is ready: to have back two or three
 * dead ones, start them in parallel.
 */
public final class Kafka extends ServerProcess {
    private static final short API_VERSIONS = 18;

    private final KafkaNode node;
    private final List<KafkaNode> quorum;
    private final KafkaStorage storage;
    private final ServerJars jars;
    private final boolean startsFast;

    Kafka(
            KafkaNode node,
            List<KafkaNode> quorum,
            DataDir home,
            Progress progress,
            KafkaStorage storage,
            ServerJars jars,
            boolean startsFast) {
        super(quorum.size() == 1 ? "Kafka" : "Kafka " + node.id(), node.port(), home, progress);
        this.node = node;
        this.quorum = quorum;
        this.storage = storage;
        this.jars = jars;
        this.startsFast = startsFast;
    }

    @Override
    public String url() {
        return "kafka://" + bootstrapServers();
    }

    /** The {@code bootstrap.servers} of a client that begins with this broker. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port();
    }

    /** Its {@code node.id}, 1 and up. */
    public int nodeId() {
        return node.id();
    }

    /**
     * The port on 127.0.0.1 that the proxy before this broker connects to. Clients that come this way are told that the
     * broker is where its proxy listens.
     *
     * @throws IllegalStateException if the stack was started without proxies
     */
    public int proxiedListenerPort() {
        if (!node.proxied()) {
            throw new IllegalStateException(name() + " has no proxy: StackOptions.withKafkaProxyPorts gives it one");
        }
        return node.proxiedPort();
    }

    @Override
    Launch prepare() throws IOException {
        Path data = folder(dataName());
        Path metadata = alone() ? data : folder(dataName() + "-metadata");
        DataDir.data(metadata, dir -> storage.format(dir, node.id()));
        DataDir.data(data, dir -> KafkaStorage.formatForTopics(dir, node.id()));
        Path config = home().config().resolve(fileName() + ".properties");
        Files.writeString(config, KafkaConfig.node(node, quorum, data, metadata));
        Path logging = home().config().resolve(fileName() + "-log4j2.properties");
        Files.writeString(logging, KafkaConfig.LOGGING);
        List<String> command = words(java());
        command.addAll(List.of("-Xms128m", "-Xmx384m", "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow"));
        if (startsFast) {
            // Without the second compiler it is up in half the time, but needs more CPU under load.
            command.add("-XX:TieredStopAtLevel=1");
        }
        command.add("-Dlog4j2.configurationFile=" + logging);
        command.addAll(List.of("-cp", jars.kafkaClassPath(), "kafka.Kafka", config.toString()));
        return new Launch(command, Map.of());
    }

    /**
     * Of three, the topics alone: a controller that forgot its vote could elect against what the quorum had decided, so
     * the metadata stay, as they do where brokers and controllers are different machines.
     */
    @Override
    String dataName() {
        return alone() ? "kafka" : "brokers/" + node.id();
    }

    private boolean alone() {
        return quorum.size() == 1;
    }

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
