package dev.seonchak.service.claimlog;

import dev.seonchak.service.config.Config;
import dev.seonchak.service.config.InvalidConfiguration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The topic of the claim log: created where it is missing, and refused where it could not keep the promises.
 *
 * <p>Blocking; a cluster that cannot be reached is the caller's to retry.
 */
public final class LogTopic {

    /** What the order and the permanence of the log rest on. */
    private static final Map<String, String> REQUIRED = Map.of(
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime",
            TopicConfig.RETENTION_MS_CONFIG, "-1",
            TopicConfig.RETENTION_BYTES_CONFIG, "-1",
            TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");

    private LogTopic() {}

    /**
     * Creates the topic if it is missing and checks it.
     *
     * @return the topic's own id, which tells this log from any other of the same name
     * @throws InvalidConfiguration where the topic that is there cannot be the claim log
     * @throws ExecutionException where Kafka cannot be asked now
     */
    public static Uuid ensure(KafkaClients clients, Config.Log config) throws ExecutionException, InterruptedException {
        try (Admin admin = clients.admin()) {
            TopicDescription topic = describeOrCreate(admin, config);
            if (topic.partitions().size() != config.partitions()) {
                throw new InvalidConfiguration("Topic " + config.topic() + " has "
                        + topic.partitions().size() + " partitions but SEONCHAK_LOG_PARTITIONS is "
                        + config.partitions()
                        + ". The number can never change, because a coupon's partition follows from it: set it to the"
                        + " topic's, or name another topic in SEONCHAK_LOG_TOPIC.");
            }
            checkReplicas(topic, config);
            checkSettings(admin, config);
            return topic.topicId();
        }
    }

    private static TopicDescription describeOrCreate(Admin admin, Config.Log config)
            throws ExecutionException, InterruptedException {
        try {
            return describe(admin, config.topic());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw e;
            }
        }
        var settings = new java.util.HashMap<>(REQUIRED);
        settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(config.minInsyncReplicas()));
        var topic = new NewTopic(config.topic(), config.partitions(), (short) config.replicationFactor());
        try {
            admin.createTopics(List.of(topic.configs(settings))).all().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InvalidReplicationFactorException) {
                throw new ExecutionException(
                        "too few brokers for " + config.replicationFactor() + " replicas of topic " + config.topic()
                                + ": start more, or lower SEONCHAK_LOG_REPLICATION_FACTOR and"
                                + " SEONCHAK_LOG_MIN_INSYNC_REPLICAS",
                        e.getCause());
            }
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e; // another node was first: fine; anything else is not
            }
        }
        return describe(admin, config.topic());
    }

    private static TopicDescription describe(Admin admin, String topic)
            throws ExecutionException, InterruptedException {
        return only(admin.describeTopics(List.of(topic)).allTopicNames().get());
    }

    private static void checkReplicas(TopicDescription topic, Config.Log config) {
        for (var partition : topic.partitions()) {
            int replicas = partition.replicas().size();
            if (replicas < config.replicationFactor()) {
                throw new InvalidConfiguration(
                        "Topic " + config.topic() + " has " + replicas + " replicas in partition "
                                + partition.partition() + " but SEONCHAK_LOG_REPLICATION_FACTOR is "
                                + config.replicationFactor()
                                + ": a 202 would be less safe than configured. Add replicas, or lower the setting.");
            }
        }
    }

    private static void checkSettings(Admin admin, Config.Log config) throws ExecutionException, InterruptedException {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, config.topic());
        var settings = only(admin.describeConfigs(List.of(resource)).all().get());
        REQUIRED.forEach((name, wanted) -> {
            if (!wanted.equals(value(settings, name))) {
                throw new InvalidConfiguration("Topic " + config.topic() + " has " + name + "=" + value(settings, name)
                        + " but the claim log needs " + wanted
                        + ": alter the topic, or name another in SEONCHAK_LOG_TOPIC.");
            }
        });
        String minInsync = value(settings, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
        if (Integer.parseInt(minInsync) < config.minInsyncReplicas()) {
            throw new InvalidConfiguration("Topic " + config.topic() + " has min.insync.replicas=" + minInsync
                    + " but SEONCHAK_LOG_MIN_INSYNC_REPLICAS is " + config.minInsyncReplicas()
                    + ": a 202 would be less safe than configured. Alter the topic, or lower the setting.");
        }
    }

    private static String value(org.apache.kafka.clients.admin.Config settings, String name) {
        var entry = settings.get(name);
        return entry == null || entry.value() == null ? "not set" : entry.value();
    }

    /** Kafka answers with a map for one question as for many. */
    private static <T> T only(Map<?, T> answers) {
        return answers.values().iterator().next();
    }
}
