package dev.seonchak.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StackTest {
    private Stack stack;

    @BeforeAll
    void start() {
        stack = Stack.start(StackOptions.forTests());
    }

    @AfterAll
    void stop() {
        Path dir = stack.dataDir();
        stack.close();
        assertThat(dir).doesNotExist();
    }

    @Test
    void redis_answers() throws IOException {
        assertThat(redis("SET greeting hello")).isEqualTo("+OK");
        assertThat(redis("PING")).isEqualTo("+PONG");
    }

    @Test
    void mysql_lets_the_user_and_the_administrator_in() throws SQLException {
        try (Connection user = connect(stack.mysql().url());
                Statement statement = user.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS t (id INT PRIMARY KEY, v VARCHAR(20))");
            statement.execute("REPLACE INTO t VALUES (1, '선착')");
            try (ResultSet row = statement.executeQuery("SELECT v, VERSION() FROM t")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("선착");
                assertThat(stack.mysql().product().split(" ", -1)[1]).isSubstringOf(row.getString(2));
            }
        }
        try (Connection root = connect(stack.mysql().adminUrl());
                Statement statement = root.createStatement()) {
            statement.execute("SET GLOBAL read_only = OFF");
        }
    }

    @Test
    void stack_json_tells_where_everything_is() {
        StackFile file = StackFile.read(stack.dataDir());
        assertThat(file.get("redisUrl")).contains(stack.redis().url());
        assertThat(file.get("kafkaUrl")).contains(stack.kafka().url());
        assertThat(file.get("mysqlUrl")).contains(stack.mysql().url());
        assertThat(file.get("database")).contains(stack.mysql().product());
    }

    @Test
    void servers_listen_on_the_loopback_address_only() throws IOException {
        for (ServerProcess server : java.util.List.of(stack.redis(), stack.kafka(), stack.mysql())) {
            try (ServerSocket other = new ServerSocket()) {
                // Another loopback address on the same port is free only if the server did not bind to all addresses.
                other.bind(new InetSocketAddress("127.0.0.2", server.port()));
                assertThat(other.isBound()).isTrue();
            }
        }
    }

    @Test
    void a_second_stack_on_the_same_directory_is_refused() {
        StackOptions again = StackOptions.at(stack.dataDir());
        assertThatThrownBy(() -> Stack.start(again))
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining(
                        "is in use by process " + ProcessHandle.current().pid());
        assertThat(stack.redis().alive()).isTrue();
    }

    @Test
    void a_taken_port_is_named_together_with_the_flag_that_changes_it() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, Ports.loopback())) {
            StackOptions options = StackOptions.forTests().withPorts(Ports.free(), other.getLocalPort(), Ports.free());
            assertThatThrownBy(() -> Stack.start(options))
                    .isInstanceOf(LocalStackException.class)
                    .hasMessageContaining("Port " + other.getLocalPort())
                    .hasMessageContaining("Kafka")
                    .hasMessageContaining("--kafka-port");
            Trees.delete(options.dataDir());
        }
    }

    @Test
    void mysql_keeps_committed_rows_over_kill_and_restart() throws SQLException {
        try (Connection user = connect(stack.mysql().url());
                Statement statement = user.createStatement()) {
            statement.execute("CREATE TABLE kept (id INT PRIMARY KEY)");
            statement.execute("INSERT INTO kept VALUES (25000)");
        }
        long pid = stack.mysql().pid();
        stack.mysql().kill();
        assertThat(stack.mysql().alive()).isFalse();
        stack.mysql().restart();
        assertThat(stack.mysql().pid()).isNotEqualTo(pid);
        try (Connection user = connect(stack.mysql().url());
                Statement statement = user.createStatement();
                ResultSet row = statement.executeQuery("SELECT id FROM kept")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(1)).isEqualTo(25_000);
        }
    }

    @Test
    void redis_keeps_its_data_over_an_orderly_restart() throws IOException {
        redis("SET kept yes");
        stack.redis().restart();
        assertThat(redis("EXISTS kept")).isEqualTo(":1");
    }

    @Test
    void a_promoted_replica_lacks_what_was_written_after_the_cut() throws IOException {
        RedisReplica replica = stack.redisReplica();
        redis("SET early 1");
        await().untilAsserted(() -> assertThat(redis("GET early", replica)).endsWith("1"));
        replica.cut();
        redis("SET late 1");
        assertThat(redis("SET refused 1", replica)).startsWith("-READONLY");
        replica.promote();
        assertThat(redis("EXISTS early", replica)).isEqualTo(":1");
        assertThat(redis("EXISTS late", replica)).isEqualTo(":0");
        replica.restart();
        assertThat(redis("SET own 1", replica)).isEqualTo("+OK");
        assertThat(redis("EXISTS early", replica)).isEqualTo(":1");
        replica.follow();
        assertThat(redis("EXISTS late", replica)).isEqualTo(":1");
        assertThat(redis("EXISTS own", replica)).isEqualTo(":0");
        replica.kill();
        assertThat(stack.redis().alive()).isTrue();
    }

    @Test
    void wiped_servers_begin_empty() throws IOException, SQLException {
        redis("SET wiped 1");
        stack.redis().stop();
        stack.redis().wipe();
        stack.redis().start();
        assertThat(redis("EXISTS wiped")).isEqualTo(":0");
        try (Connection user = connect(stack.mysql().url());
                Statement statement = user.createStatement()) {
            statement.execute("CREATE TABLE wiped (id INT PRIMARY KEY)");
        }
        assertThatThrownBy(stack.mysql()::wipe).isInstanceOf(IllegalStateException.class);
        stack.mysql().kill();
        stack.mysql().wipe();
        stack.mysql().start();
        try (Connection user = connect(stack.mysql().url());
                Statement statement = user.createStatement()) {
            statement.execute("CREATE TABLE wiped (id INT PRIMARY KEY)");
        }
    }

    @Test
    void kafka_comes_back_after_kill() {
        stack.kafka().kill();
        stack.kafka().restart();
        assertThat(stack.kafka().alive()).isTrue();
        assertThat(stack.kafka().log()).content().contains("started");
    }

    @Test
    void a_paused_server_does_not_answer_until_it_is_resumed() throws IOException {
        stack.redis().pause();
        assertThat(stack.redis().alive()).isTrue();
        try (Socket client = new Socket(Ports.loopback(), stack.redis().port())) {
            client.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            stack.redis().resume();
            assertThat(new DataInputStream(client.getInputStream()).readNBytes(5))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("+PONG");
        }
    }

    private String redis(String command) throws IOException {
        return redis(command, stack.redis());
    }

    private static String redis(String command, Redis server) throws IOException {
        try (Socket client = new Socket(Ports.loopback(), server.port())) {
            client.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] reply = new byte[512];
            int length = client.getInputStream().read(reply);
            return new String(reply, 0, length, StandardCharsets.US_ASCII).strip();
        }
    }

    static Connection connect(String url) throws SQLException {
        String[] parts = url.replaceFirst("^mysql://", "").split("[:@/]", -1);
        return DriverManager.getConnection(
                "jdbc:mysql://" + parts[2] + ":" + parts[3] + "/" + parts[4], parts[0], parts[1]);
    }
}
