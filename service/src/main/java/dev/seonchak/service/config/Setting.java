package dev.seonchak.service.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every setting of the service: its default and what it is for.
 *
 * <p>{@code HTTP_PORT} is the flag {@code --http-port} and the environment variable {@code SEONCHAK_HTTP_PORT}; a flag wins
 * over the environment. {@code docs/configuration.md} is this table in prose, and a test holds it to that.
 */
public enum Setting {
    ROLES("api,recorder", "What this process does: api, recorder, or both"),
    REDIS_URL("redis://127.0.0.1:6379", "Redis of the gate: redis://[user:password@]host:port[/database]"),
    KAFKA_URL("kafka://127.0.0.1:9092", "Kafka of the claim log: kafka://host:port[,host:port…]"),
    KAFKA_PROPERTIES("", "File with further Kafka client properties (TLS, SASL); empty for none"),
    MYSQL_URL(
            "mysql://seonchak:seonchak@127.0.0.1:3306/seonchak",
            "MySQL or MariaDB: mysql://user:password@host:port/db"),
    ADMIN_TOKEN("", "Bearer token of /admin, at least 16 characters; empty switches /admin off"),

    HTTP_HOST("0.0.0.0", "Address to listen on"),
    HTTP_PORT("8080", "Port to listen on; 0 takes a free one"),
    HTTP_EVENT_LOOPS("0", "Event loops; 0 is one for each core"),
    HTTP_MAX_CONNECTIONS("20000", "Connections open at the same time; the next is closed at once"),
    HTTP_IDLE_TIMEOUT_MS(
            "75000", "A connection that completes no request for so long is closed: idle ones and slow senders"),
    HTTP_MAX_HEADER_BYTES("8192", "Longest request header; a longer one is answered 431"),

    ISSUE_DEADLINE_MS("3000", "Longest wait for a verdict; then 503 outcome-unknown"),
    ISSUE_MAX_WAITING(
            "8192", "Requests that may wait for a verdict at the same time; the next is answered 503 overloaded"),
    ISSUE_EMPTY_WAIT_MS("30", "Stillness of the ledger after which the units of an empty gate count as stranded"),

    GATE_TIMEOUT_MS("100", "Longest wait for Redis; then the gate is bypassed until it answers again"),
    GATE_GATHER_MS("1", "How long claims gather for one call to Redis; 0 calls at once, for more CPU and less delay"),
    GATE_MAX_BATCH("256", "Users in one call to Redis"),
    GATE_MAX_QUEUE("8192", "Users that may wait for the gate, for each coupon; the next bypasses it"),
    GATE_KEEPER_INTERVAL_MS("500", "How often the gate's keeper looks after it"),
    GATE_SWEEP_AFTER_MS(
            "10000", "Age at which an admission that the log has not shown is given up; more than the deadline"),

    LOG_TOPIC("seonchak.claims", "Topic of the claim log"),
    LOG_PARTITIONS("4", "Partitions of the topic; can never change, a coupon's partition follows from it"),
    LOG_REPLICATION_FACTOR("3", "Replicas, when the topic is created; 3 in production"),
    LOG_MIN_INSYNC_REPLICAS("2", "Replicas that must have a record before it counts, when the topic is created"),
    LOG_LINGER_MS("1", "How long the producer gathers records"),
    LOG_DELIVERY_TIMEOUT_MS("2500", "After so long an unacknowledged record is given up; less than the deadline"),
    LOG_STALL_MS("1000", "Silence of the log, with records under way, after which new claims are turned away at once"),
    LOG_COMPRESSION("none", "Compression of the log: none, lz4, zstd; small batches make it cost more than it saves"),
    LOG_BUFFER_BYTES("33554432", "Memory for records under way to the log"),

    RECORDER_GROUP("seonchak-recorder", "Kafka consumer group of the recorders"),
    RECORDER_MAX_BATCH("2000", "Records in one transaction"),
    RECORDER_POOL_SIZE("4", "Connections to MySQL"),
    RECORDER_POOL_WAIT_MS("3000", "Longest wait for a connection of the pool; then the attempt is made again"),
    RECORDER_CONNECT_TIMEOUT_MS("3000", "Longest time for a connection to MySQL to be made"),
    RECORDER_SOCKET_TIMEOUT_MS("15000", "Longest wait for MySQL's answer to one statement; then it is asked anew"),

    INFLUX_URL("", "InfluxDB 1.x that gets the meters, too: http://[user:password@]host:port/database; empty for none"),
    INFLUX_STEP_S("5", "How often meters go to InfluxDB, in seconds");

    private static final String PREFIX = "SEONCHAK_";

    /** What the launcher and the log's configuration read. */
    private static final Set<String> NOT_OURS =
            Set.of("SEONCHAK_JAVA_HOME", "SEONCHAK_CACHE_DIR", "SEONCHAK_LOG_LEVEL");

    private final String defaultValue;
    private final String purpose;

    Setting(String defaultValue, String purpose) {
        this.defaultValue = defaultValue;
        this.purpose = purpose;
    }

    /** The value where neither flag nor environment gives one. */
    public String defaultValue() {
        return defaultValue;
    }

    /** What it is for, in one sentence. */
    public String purpose() {
        return purpose;
    }

    /** The name on the command line, for example {@code --http-port}. */
    public String flag() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name in the environment, for example {@code SEONCHAK_HTTP_PORT}. */
    public String environmentVariable() {
        return PREFIX + name();
    }

    /** True where the value must not be shown. */
    public boolean secret() {
        return this == ADMIN_TOKEN || this == REDIS_URL || this == MYSQL_URL || this == INFLUX_URL;
    }

    /** Variables that begin like a setting but are none, in alphabetical order: most likely mistyped. */
    public static List<String> unknownIn(Map<String, String> environment) {
        Set<String> known =
                Arrays.stream(values()).map(Setting::environmentVariable).collect(Collectors.toSet());
        known.addAll(NOT_OURS);
        return environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
                .sorted()
                .toList();
    }
}
