package dev.seonchak.localstack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A real Redis that writes nothing while it runs and saves everything (RDB) when it is stopped in order: after
 * {@link #kill()} it comes back with what it had at the last orderly stop.
 */
public sealed class Redis extends ServerProcess permits RedisReplica {
    private final ServerJars jars;
    private final ServerCache cache;

    Redis(String name, int port, DataDir home, Progress progress, ServerJars jars, ServerCache cache) {
        super(name, port, home, progress);
        this.jars = jars;
        this.cache = cache;
    }

    @Override
    public final String url() {
        return "redis://127.0.0.1:" + port();
    }

    @Override
    Launch prepare() throws IOException {
        Path data = DataDir.data(folder(dataName()), empty -> {});
        List<String> command = words(program().toString());
        command.addAll(List.of("--bind", "127.0.0.1", "--port", Integer.toString(port())));
        command.addAll(List.of("--dir", data.toString(), "--dbfilename", "dump.rdb", "--appendonly", "no"));
        // Redis saves at an orderly stop only if some save point is set: this one is never reached while it runs, so
        // that no fork disturbs a load test.
        command.addAll(List.of("--save", "86400", "1000000000", "--daemonize", "no"));
        command.addAll(furtherOptions());
        return new Launch(command, Map.of());
    }

    List<String> furtherOptions() {
        return List.of();
    }

    private Path program() {
        Platform platform = Platform.current();
        Path jar = jars.require("embedded-redis-");
        String entry = ServerJars.artifact(jar) + "-" + platform.redisSuffix;
        Path dir = cache.entry(entry, to -> {
            progress().step(name(), "unpacking");
            String binary = ServerCache.find(jar, "redis-server-", platform.redisSuffix)
                    .orElseThrow(() -> new IOException("no redis-server for " + platform + " in " + jar));
            ServerCache.extractExecutable(jar, binary, to.resolve("redis-server"));
        });
        return dir.resolve("redis-server");
    }

    @Override
    boolean answers() throws IOException {
        try (Probe probe = new Probe(port())) {
            probe.send("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(probe.reply().readNBytes(5), StandardCharsets.US_ASCII).equals("+PONG");
        }
    }
}
