package dev.seonchak.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A real MySQL 8, or MariaDB in its place, that keeps every committed transaction over {@link #kill()} (log and binlog
 * are synced at each commit, as by default in production).
 */
public final class MySql extends ServerProcess {
    private static final String USER = "seonchak";
    private static final int HANDSHAKE = 10;

    private final DatabaseProgram program;
    private final ServerCache cache;

    MySql(int port, DataDir home, Progress progress, DatabaseProgram program, ServerCache cache) {
        super(program.name(), port, home, progress);
        this.program = program;
        this.cache = cache;
    }

    /** {@code mysql://user:password@127.0.0.1:port/database}; the user may do everything in this database. */
    @Override
    public String url() {
        return "mysql://" + USER + ":" + USER + "@127.0.0.1:" + port() + "/" + USER;
    }

    /** The same for a user who may do everything everywhere, such as making the whole server read-only. */
    public String adminUrl() {
        return "mysql://root:" + USER + "@127.0.0.1:" + port() + "/" + USER;
    }

    /** What it is, such as {@code MySQL 8.0.31} or {@code MariaDB 11.4.5}. */
    public String product() {
        return program.name() + " " + program.version();
    }

    @Override
    Launch prepare() throws IOException {
        Path data = DataDir.data(folder(dataName()), dir -> Trees.copy(program.template(cache, progress()), dir));
        Path init = home().config().resolve(fileName() + ".sql");
        Files.writeString(init, accounts());
        List<String> command = words(program.server().toString(), "--no-defaults");
        command.addAll(program.common(data));
        command.addAll(List.of("--bind-address=127.0.0.1", "--port=" + port(), "--init-file=" + init));
        // Relative to the data directory: an absolute path may be longer than a socket's name can be.
        command.addAll(List.of("--socket=mysql.sock", "--pid-file=mysql.pid"));
        command.addAll(List.of("--skip-name-resolve", "--max-connections=200", "--performance-schema=OFF"));
        command.addAll(List.of("--default-time-zone=+00:00", "--character-set-server=utf8mb4"));
        command.addAll(List.of("--innodb-buffer-pool-size=134217728", "--innodb-flush-log-at-trx-commit=1"));
        command.addAll(List.of("--server-id=1", "--log-bin=binlog", "--sync-binlog=1"));
        if (!program.isMariaDb()) {
            command.addAll(List.of("--mysqlx=0", "--innodb-redo-log-capacity=134217728"));
            command.addAll(List.of("--auto-generate-certs=OFF", "--caching-sha2-password-auto-generate-rsa-keys=OFF"));
        }
        return new Launch(command, Map.of());
    }

    /** Run at every start, so each statement must be harmless when repeated. One statement a line: MySQL wants it so. */
    private String accounts() {
        // Passwords without TLS and without a server key work with this plugin, on both servers, for every client.
        String identified = program.isMariaDb()
                ? "IDENTIFIED BY '" + USER + "'"
                : "IDENTIFIED WITH mysql_native_password BY '" + USER + "'";
        return """
               CREATE DATABASE IF NOT EXISTS %1$s CHARACTER SET utf8mb4;
               CREATE USER IF NOT EXISTS '%1$s'@'127.0.0.1' %2$s;
               GRANT ALL ON %1$s.* TO '%1$s'@'127.0.0.1';
               CREATE USER IF NOT EXISTS 'root'@'127.0.0.1' %2$s;
               ALTER USER 'root'@'127.0.0.1' %2$s;
               GRANT ALL ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;
               """.formatted(USER, identified);
    }

    @Override
    boolean answers() throws IOException {
        try (Probe probe = new Probe(port())) {
            // The server speaks first: a packet's length and number, then the protocol's version.
            byte[] greeting = probe.reply().readNBytes(5);
            return greeting.length == 5 && greeting[4] == HANDSHAKE;
        }
    }
}
