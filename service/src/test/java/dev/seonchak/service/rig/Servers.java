package dev.seonchak.service.rig;

import dev.seonchak.localstack.Stack;
import dev.seonchak.localstack.StackOptions;
import dev.seonchak.service.config.Config;
import java.util.HashMap;
import java.util.Map;

/** One stack of real servers for all tests of a JVM. Each test class has a topic and coupon ids of its own in it. */
public final class Servers {

    /** The bearer token of every node's {@code /admin}. */
    public static final String ADMIN_TOKEN = "a-token-for-tests-only";

    private static final Stack STACK = Stack.start(StackOptions.forTests());

    private Servers() {}

    public static Stack stack() {
        return STACK;
    }

    /** The environment of a node that only issues, on a free port, with bounds wide enough for a busy machine. */
    public static Map<String, String> environment(String topic) {
        var environment = new HashMap<String, String>();
        environment.put("SEONCHAK_ROLES", "api");
        environment.put("SEONCHAK_REDIS_URL", STACK.redis().url());
        environment.put("SEONCHAK_KAFKA_URL", STACK.kafka().url());
        environment.put("SEONCHAK_HTTP_HOST", "127.0.0.1");
        environment.put("SEONCHAK_HTTP_PORT", "0");
        environment.put("SEONCHAK_HTTP_EVENT_LOOPS", "2");
        environment.put("SEONCHAK_ADMIN_TOKEN", ADMIN_TOKEN);
        environment.put("SEONCHAK_LOG_TOPIC", topic);
        environment.put("SEONCHAK_LOG_PARTITIONS", "2");
        environment.put("SEONCHAK_LOG_REPLICATION_FACTOR", "1");
        environment.put("SEONCHAK_LOG_MIN_INSYNC_REPLICAS", "1");
        environment.put("SEONCHAK_GATE_KEEPER_INTERVAL_MS", "50");
        return environment;
    }

    /** {@link #environment} with some settings changed: variable names without {@code SEONCHAK_}, each with its value. */
    public static Config config(String topic, String... changes) {
        Map<String, String> environment = environment(topic);
        for (int i = 0; i < changes.length; i += 2) {
            environment.put("SEONCHAK_" + changes[i], changes[i + 1]);
        }
        return Config.of(Map.of(), environment);
    }
}
