package dev.seonchak.localstack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A second Redis that copies the first, as failover needs it: {@link #cut()}, and the first's further writes do not reach
 * it; {@link #promote()}, and it is a master that lacks them.
 *
 * <p>What it is stays over {@link #restart()}. Writes reach it some time after the first has answered; a client that must
 * know asks the first with {@code WAIT}.
 */
public final class RedisReplica extends Redis {
    static final String NAME = "Redis replica";

    private static final String NO_ONE = "no one";
    // Nobody listens there, so that it keeps what it has and asks in vain for more.
    private static final String NOBODY = "127.0.0.1 1";

    private final String first;
    private volatile String source;

    RedisReplica(Redis first, DataDir home, Progress progress, ServerJars jars, ServerCache cache) {
        super(NAME, Ports.free(), home, progress, jars, cache);
        this.first = "127.0.0.1 " + first.port();
        this.source = this.first;
    }

    /** Makes it a replica of the first again and waits until it is in step; what it had itself is lost. */
    public synchronized void follow() {
        copyFrom(first);
        awaitReady();
    }

    /** Cuts it off from the first: it keeps what has arrived, and refuses writes like any replica. */
    public synchronized void cut() {
        copyFrom(NOBODY);
    }

    /** Makes it a master with what has arrived. */
    public synchronized void promote() {
        copyFrom(NO_ONE);
    }

    private void copyFrom(String other) {
        try {
            String reply = ask("REPLICAOF " + other);
            if (!reply.startsWith("+OK")) {
                throw new LocalStackException(NAME + " did not take REPLICAOF " + other + ": " + reply);
            }
            source = other;
        } catch (IOException e) {
            throw new LocalStackException(
                    NAME + " did not answer to REPLICAOF " + other + " (" + e
                            + "), so it may or may not have happened: start or resume it and ask again.",
                    e);
        }
    }

    @Override
    List<String> furtherOptions() {
        String[] other = source.split(" ", -1);
        return source.equals(NO_ONE) ? List.of() : List.of("--replicaof", other[0], other[1]);
    }

    @Override
    boolean answers() throws IOException {
        return source.equals(first) ? ask("INFO replication").contains("master_link_status:up") : super.answers();
    }

    private String ask(String command) throws IOException {
        try (Probe probe = new Probe(port())) {
            probe.send((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            // QUIT ends the connection, and so the reply.
            return new String(probe.reply().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
