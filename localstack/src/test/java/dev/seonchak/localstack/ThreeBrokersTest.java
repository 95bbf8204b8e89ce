package dev.seonchak.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Three brokers that lose one of them in every way; on small disks where this machine lets us mount them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThreeBrokersTest {
    private static final int QUESTION_MS = 4_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Integer> proxyPorts = List.of(Ports.free(), Ports.free(), Ports.free());
    private Stack stack;
    private Admin admin;
    private KafkaProducer<String, String> producer;

    @BeforeAll
    void start() {
        StackOptions options = StackOptions.forTests().withBrokers(3).withKafkaProxyPorts(proxyPorts);
        stack = Stack.start(SmallDisk.possible() ? options.withKafkaDisks(64).withMySqlDisk(320) : options);
        admin = Admin.create(client(stack.bootstrapServers()));
        producer =
                new KafkaProducer<>(client(stack.bootstrapServers()), new StringSerializer(), new StringSerializer());
    }

    @AfterAll
    void stop() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
        Path dir = stack.dataDir();
        stack.close();
        assertThat(dir).doesNotExist();
    }

    @Test
    void a_leader_is_killed_and_wiped_and_nothing_acknowledged_is_lost() throws Exception {
        topic("wiped");
        send("wiped", "before");
        Kafka leader = leader("wiped");
        assertThatThrownBy(leader::wipe).isInstanceOf(IllegalStateException.class);
        leader.kill();
        send("wiped", "without it");
        assertThat(read("wiped", 2)).containsExactly("before", "without it");
        leader.wipe();
        assertThat(copyAt(leader, "wiped")).doesNotExist();
        leader.start();
        awaitIsr("wiped", 3);
        for (Kafka broker : stack.brokers()) {
            assertThat(copyAt(broker, "wiped")).content().contains("before", "without it");
        }
    }

    private static Path copyAt(Kafka broker, String topic) {
        return broker.folder(broker.dataName()).resolve(topic + "-0/00000000000000000000.log");
    }

    @Test
    void a_paused_leader_is_replaced_and_rejoins() throws Exception {
        topic("paused");
        Kafka leader = leader("paused");
        leader.pause();
        try {
            send("paused", "without it");
            assertThat(leader("paused")).isNotEqualTo(leader);
        } finally {
            leader.resume();
        }
        awaitIsr("paused", 3);
    }

    @Test
    void a_client_that_comes_through_the_proxies_stays_there() throws Exception {
        try (Forwards forwards = new Forwards();
                Admin proxied = Admin.create(client("127.0.0.1:" + proxyPorts.getFirst()))) {
            for (Kafka broker : stack.brokers()) {
                forwards.add(proxyPorts.get(broker.nodeId() - 1), broker.proxiedListenerPort());
            }
            assertThat(ports(proxied)).containsExactlyInAnyOrderElementsOf(proxyPorts);
        }
        assertThat(ports(admin))
                .containsExactlyInAnyOrderElementsOf(
                        stack.brokers().stream().map(Kafka::port).toList());
    }

    private static List<Integer> ports(Admin client) throws Exception {
        return client.describeCluster().nodes().get(60, TimeUnit.SECONDS).stream()
                .map(Node::port)
                .toList();
    }

    @Test
    void a_broker_whose_disk_is_full_ends_and_comes_back_when_there_is_room() throws Exception {
        assumeThat(SmallDisk.obstacle()).isEmpty();
        topic("full");
        Kafka broker = leader("full");
        SmallDisk disk = broker.disk().orElseThrow();
        assertThat(disk.fill()).isPositive();
        assertThat(disk.fill()).isZero();
        String text = "x".repeat(100_000);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            var ignored = producer.send(new ProducerRecord<>("full", text));
            return broker.exit().isDone();
        });
        send("full", "without it");
        disk.free();
        broker.start();
        awaitIsr("full", 3);
    }

    @Test
    void mysql_on_a_full_disk_refuses_what_does_not_fit_and_takes_it_when_there_is_room() throws SQLException {
        assumeThat(SmallDisk.obstacle()).isEmpty();
        MySql mysql = stack.mysql();
        SmallDisk disk = mysql.disk().orElseThrow();
        mysql("CREATE TABLE big (id INT PRIMARY KEY, bytes LONGBLOB)");
        mysql("INSERT INTO big VALUES (1, 'before')");
        disk.fill();
        assertThatThrownBy(() -> mysql("INSERT INTO big VALUES (2, REPEAT('x', 8000000))"))
                .isInstanceOf(SQLException.class);
        disk.free();
        // MySQL says that the table is full and goes on; MariaDB may end itself, and loses nothing by that.
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            mysql.start();
            mysql("REPLACE INTO big VALUES (2, REPEAT('x', 8000000))");
        });
        assertThatThrownBy(() -> mysql("INSERT INTO big VALUES (1, 'again')"))
                .isInstanceOf(SQLIntegrityConstraintViolationException.class);
    }

    private void mysql(String sql) throws SQLException {
        try (Connection user = StackTest.connect(stack.mysql().url());
                Statement statement = user.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void services_start_side_by_side_and_know_all_brokers() {
        List<Integer> ports = List.of(Ports.free(), Ports.free());
        List<Service> services = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            // Each is ready only once it can reach the other, so that neither would be if they started one by one.
            List<String> jvmOptions = List.of("-Xmx64m", "-Dpeer=" + ports.get(1 - i));
            services.add(stack.service(new ServiceOptions(
                    "Service " + i, ports.get(i), System.getProperty("java.class.path"), jvmOptions, Map.of())));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            services.forEach(service -> threads.execute(service::start));
        }
        for (Service service : services) {
            assertThat(service.alive()).isTrue();
            assertThat(stack.file().get(service.fileName() + "Url")).contains(service.url());
            assertThat(service.log())
                    .content()
                    .contains("SEONCHAK_KAFKA_URL=" + stack.kafkaUrl() + "\n")
                    .contains("SEONCHAK_LOG_REPLICATION_FACTOR=3", "SEONCHAK_LOG_MIN_INSYNC_REPLICAS=2");
            service.kill();
        }
    }

    private static Map<String, Object> client(String bootstrapServers) {
        return Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                "2000",
                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                "200");
    }

    private void topic(String name) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, 1, (short) 3))).all().get(60, TimeUnit.SECONDS);
        awaitIsr(name, 3);
    }

    private void send(String topic, String value) throws Exception {
        producer.send(new ProducerRecord<>(topic, value)).get(60, TimeUnit.SECONDS);
    }

    private List<String> read(String topic, int count) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                stack.bootstrapServers(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest");
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
        }
        return values;
    }

    private Kafka leader(String topic) {
        // The client may ask the broker that hangs, again and again: each question is short, and a later one finds
        // another.
        return await().atMost(PATIENCE)
                .ignoreException(ExecutionException.class)
                .until(() -> stack.brokers().get(partition(topic).leader().id() - 1), Objects::nonNull);
    }

    private void awaitIsr(String topic, int size) {
        await().atMost(PATIENCE)
                .ignoreException(ExecutionException.class)
                .untilAsserted(() -> assertThat(partition(topic).isr()).hasSize(size));
    }

    private TopicPartitionInfo partition(String topic) throws Exception {
        return admin.describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(QUESTION_MS))
                .topicNameValues()
                .values()
                .iterator()
                .next()
                .get(60, TimeUnit.SECONDS)
                .partitions()
                .getFirst();
    }
}
