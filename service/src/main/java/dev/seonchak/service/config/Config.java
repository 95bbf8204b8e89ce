package dev.seonchak.service.config;

import java.net.URI;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration of one process: checked, typed, immutable. Contradictions fail here, before anything starts.
 */
public record Config(
        Set<Role> roles,
        String adminToken,
        Http http,
        Issue issue,
        Gate gate,
        Log log,
        Recorder recorder,
        Influx influx,
        Values values) {

    /** What a process does. */
    public enum Role {
        API,
        RECORDER
    }

    /** The HTTP server; see {@link Setting} for each. */
    public record Http(
            String host, int port, int eventLoops, int maxConnections, int idleTimeoutMs, int maxHeaderBytes) {}

    /** Bounds of the claims under way. */
    public record Issue(int deadlineMs, int maxWaiting, int emptyWaitMs) {}

    /** The gate in Redis. */
    public record Gate(
            String url,
            int timeoutMs,
            int gatherMs,
            int maxBatch,
            int maxQueue,
            int keeperIntervalMs,
            int sweepAfterMs) {}

    /** The claim log in Kafka. */
    public record Log(
            String bootstrapServers,
            String propertiesFile,
            String topic,
            int partitions,
            int replicationFactor,
            int minInsyncReplicas,
            int lingerMs,
            int deliveryTimeoutMs,
            int stallMs,
            String compression,
            int bufferBytes) {}

    /** The recorder and its MySQL. */
    public record Recorder(
            String mysqlUrl,
            String group,
            int maxBatch,
            int poolSize,
            int poolWaitMs,
            int connectTimeoutMs,
            int socketTimeoutMs) {}

    /**
     * InfluxDB for the meters.
     *
     * @param address such as {@code http://localhost:8086}; empty where there is none
     * @param user empty where none is asked for
     */
    public record Influx(String address, String database, String user, String password, int stepS) {
        /** Whether meters go there. */
        public boolean wanted() {
            return !address.isEmpty();
        }
    }

    /**
     * Reads a configuration.
     *
     * @param flags values given on the command line
     * @param environment the process's environment
     * @throws InvalidConfiguration for a value that cannot be, with a sentence that says what to change
     */
    public static Config of(Map<Setting, String> flags, Map<String, String> environment) {
        var v = new Values(flags, environment);
        var config = new Config(
                v.roles(),
                v.text(Setting.ADMIN_TOKEN),
                new Http(
                        v.text(Setting.HTTP_HOST),
                        v.number(Setting.HTTP_PORT, 0, 65535),
                        v.number(Setting.HTTP_EVENT_LOOPS, 0, 1024),
                        v.number(Setting.HTTP_MAX_CONNECTIONS, 1, 10_000_000),
                        v.number(Setting.HTTP_IDLE_TIMEOUT_MS, 1000, 3_600_000),
                        v.number(Setting.HTTP_MAX_HEADER_BYTES, 1024, 1 << 20)),
                new Issue(
                        v.number(Setting.ISSUE_DEADLINE_MS, 100, 60_000),
                        v.number(Setting.ISSUE_MAX_WAITING, 1, 1_000_000),
                        v.number(Setting.ISSUE_EMPTY_WAIT_MS, 1, 10_000)),
                new Gate(
                        v.url(Setting.REDIS_URL, "redis", "rediss"),
                        v.number(Setting.GATE_TIMEOUT_MS, 1, 10_000),
                        v.number(Setting.GATE_GATHER_MS, 0, 100),
                        v.number(Setting.GATE_MAX_BATCH, 1, 5_000),
                        v.number(Setting.GATE_MAX_QUEUE, 1, 1_000_000),
                        v.number(Setting.GATE_KEEPER_INTERVAL_MS, 10, 60_000),
                        v.number(Setting.GATE_SWEEP_AFTER_MS, 100, 3_600_000)),
                new Log(
                        v.kafkaServers(),
                        v.text(Setting.KAFKA_PROPERTIES),
                        v.topic(),
                        v.number(Setting.LOG_PARTITIONS, 1, 1_000),
                        v.number(Setting.LOG_REPLICATION_FACTOR, 1, 9),
                        v.number(Setting.LOG_MIN_INSYNC_REPLICAS, 1, 9),
                        v.number(Setting.LOG_LINGER_MS, 0, 100),
                        v.number(Setting.LOG_DELIVERY_TIMEOUT_MS, 50, 60_000),
                        v.number(Setting.LOG_STALL_MS, 10, 60_000),
                        v.oneOf(Setting.LOG_COMPRESSION, "none", "lz4", "zstd"),
                        v.number(Setting.LOG_BUFFER_BYTES, 1 << 20, 1 << 30)),
                new Recorder(
                        v.url(Setting.MYSQL_URL, "mysql"),
                        v.text(Setting.RECORDER_GROUP),
                        v.number(Setting.RECORDER_MAX_BATCH, 1, 20_000),
                        v.number(Setting.RECORDER_POOL_SIZE, 1, 100),
                        v.number(Setting.RECORDER_POOL_WAIT_MS, 250, 60_000),
                        v.number(Setting.RECORDER_CONNECT_TIMEOUT_MS, 100, 60_000),
                        v.number(Setting.RECORDER_SOCKET_TIMEOUT_MS, 1_000, 600_000)),
                v.influx(v.number(Setting.INFLUX_STEP_S, 1, 60)),
                v);
        config.check();
        return config;
    }

    private void check() {
        refuseIf(
                !adminToken.isEmpty() && adminToken.length() < 16,
                "SEONCHAK_ADMIN_TOKEN has fewer than 16 characters: choose a longer one, or none to switch /admin off.");
        smaller(Setting.LOG_DELIVERY_TIMEOUT_MS, log.deliveryTimeoutMs, Setting.ISSUE_DEADLINE_MS, issue.deadlineMs);
        smaller(Setting.LOG_LINGER_MS, log.lingerMs, Setting.LOG_DELIVERY_TIMEOUT_MS, log.deliveryTimeoutMs);
        smaller(Setting.ISSUE_EMPTY_WAIT_MS, issue.emptyWaitMs, Setting.ISSUE_DEADLINE_MS, issue.deadlineMs);
        smaller(Setting.GATE_TIMEOUT_MS, gate.timeoutMs, Setting.ISSUE_DEADLINE_MS, issue.deadlineMs);
        smaller(Setting.ISSUE_DEADLINE_MS, issue.deadlineMs, Setting.GATE_SWEEP_AFTER_MS, gate.sweepAfterMs);
        smaller(Setting.ISSUE_DEADLINE_MS, issue.deadlineMs, Setting.HTTP_IDLE_TIMEOUT_MS, http.idleTimeoutMs);
        refuseIf(
                log.minInsyncReplicas > log.replicationFactor,
                "SEONCHAK_LOG_MIN_INSYNC_REPLICAS (" + log.minInsyncReplicas + ") is more than"
                        + " SEONCHAK_LOG_REPLICATION_FACTOR (" + log.replicationFactor
                        + "): no record could ever be written.");
    }

    private static void smaller(Setting lesser, int lesserValue, Setting greater, int greaterValue) {
        refuseIf(
                lesserValue >= greaterValue,
                lesser.environmentVariable() + " (" + lesserValue + ") must be less than "
                        + greater.environmentVariable() + " (" + greaterValue
                        + "): lower the first or raise the second.");
    }

    private static void refuseIf(boolean wrong, String sentence) {
        if (wrong) {
            throw new InvalidConfiguration(sentence);
        }
    }

    /** Every setting with its value and where that came from, a line each; secrets are masked. */
    public String print() {
        return Arrays.stream(Setting.values())
                .map(s -> String.format(
                        Locale.ROOT, "%-36s %-48s # %s", s.environmentVariable(), values.shown(s), values.source(s)))
                .collect(Collectors.joining("\n"));
    }

    /** The raw values and where each came from. */
    public static final class Values {

        private final EnumMap<Setting, String> given = new EnumMap<>(Setting.class);
        private final EnumMap<Setting, String> sources = new EnumMap<>(Setting.class);

        private Values(Map<Setting, String> flags, Map<String, String> environment) {
            for (Setting s : Setting.values()) {
                String flag = flags.get(s);
                String variable = environment.get(s.environmentVariable());
                given.put(s, flag != null ? flag : variable != null ? variable : s.defaultValue());
                sources.put(s, flag != null ? "flag " + s.flag() : variable != null ? "environment" : "default");
            }
        }

        private String text(Setting s) {
            return given.getOrDefault(s, s.defaultValue()).strip();
        }

        private String source(Setting s) {
            return sources.getOrDefault(s, "default");
        }

        private String shown(Setting s) {
            String value = text(s);
            if (s == Setting.ADMIN_TOKEN) {
                return value.isEmpty() ? "" : "***";
            }
            return s.secret() ? masked(value) : value;
        }

        /** A password stands before the host, or among the parameters. */
        private static String masked(String url) {
            return url.replaceFirst("://([^:@/]*):[^@/]*@", "://$1:***@")
                    .replaceAll("(?i)([?&]password=)[^&]*", "$1***");
        }

        private int number(Setting s, int min, int max) {
            String value = text(s);
            try {
                int number = Integer.parseInt(value);
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // said below, together with the bounds
            }
            throw new InvalidConfiguration(s.environmentVariable() + " must be a whole number from " + min + " to "
                    + max + " but is '" + value + "'.");
        }

        private String oneOf(Setting s, String... allowed) {
            String value = text(s);
            refuseIf(
                    !Arrays.asList(allowed).contains(value),
                    s.environmentVariable() + " must be one of " + String.join(", ", allowed) + " but is '" + value
                            + "'.");
            return value;
        }

        private Set<Role> roles() {
            var roles = EnumSet.noneOf(Role.class);
            for (String name : List.of(text(Setting.ROLES).split(",", -1))) {
                Role role = role(name.strip());
                refuseIf(
                        role == null,
                        "SEONCHAK_ROLES must be api, recorder or api,recorder but is '" + text(Setting.ROLES) + "'.");
                if (role != null) {
                    roles.add(role);
                }
            }
            return Set.copyOf(roles);
        }

        private static @Nullable Role role(String name) {
            return switch (name) {
                case "api" -> Role.API;
                case "recorder" -> Role.RECORDER;
                default -> null;
            };
        }

        private String url(Setting s, String... schemes) {
            String value = text(s);
            try {
                var uri = URI.create(value);
                if (Arrays.asList(schemes).contains(uri.getScheme()) && uri.getHost() != null) {
                    return value;
                }
            } catch (IllegalArgumentException e) {
                // said below, with the shape that is wanted
            }
            throw new InvalidConfiguration(s.environmentVariable() + " is not a URL of the form " + s.purpose() + ".");
        }

        /** The notation of {@code k6 --out influxdb=…}. */
        private Influx influx(int stepS) {
            if (text(Setting.INFLUX_URL).isEmpty()) {
                return new Influx("", "", "", "", stepS);
            }
            var uri = URI.create(url(Setting.INFLUX_URL, "http", "https"));
            String database = uri.getPath().replaceFirst("^/", "");
            refuseIf(
                    !database.matches("[a-zA-Z0-9_.-]+"),
                    "SEONCHAK_INFLUX_URL must end with the name of a database (a-z A-Z 0-9 _ . -), such as"
                            + " http://localhost:8086/k6.");
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            String[] login = (uri.getUserInfo() == null ? "" : uri.getUserInfo()).split(":", 2);
            return new Influx(
                    uri.getScheme() + "://" + uri.getHost() + port,
                    database,
                    login[0],
                    login.length > 1 ? login[1] : "",
                    stepS);
        }

        /** As Kafka wants it; it would refuse another name on every try, for ever. */
        private String topic() {
            String name = text(Setting.LOG_TOPIC);
            boolean legal = name.matches("[a-zA-Z0-9._-]{1,249}") && !name.matches("\\.{1,2}");
            refuseIf(
                    !legal,
                    "SEONCHAK_LOG_TOPIC must be 1 to 249 characters of a-z A-Z 0-9 . _ - but is '" + name + "'.");
            return name;
        }

        private static boolean isHostAndPort(String server) {
            if (!server.matches("[^\\s/:]+:\\d{1,5}")) {
                return false;
            }
            int port = Integer.parseInt(server.substring(server.indexOf(':') + 1));
            return port >= 1 && port <= 65535;
        }

        private String kafkaServers() {
            String value = text(Setting.KAFKA_URL);
            String servers = value.startsWith("kafka://") ? value.substring("kafka://".length()) : "";
            boolean wellFormed =
                    !servers.isEmpty() && Arrays.stream(servers.split(",", -1)).allMatch(Values::isHostAndPort);
            refuseIf(!wellFormed, "SEONCHAK_KAFKA_URL must be kafka://host:port[,host:port…] but is '" + value + "'.");
            return servers;
        }
    }
}
