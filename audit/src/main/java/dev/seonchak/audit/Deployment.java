package dev.seonchak.audit;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a deployment's evidence is. What is null is not looked at, and what needs it is not judged.
 *
 * @param kafkaServers {@code host:port[,host:port…]}
 * @param kafkaProperties further client properties (TLS, SASL); empty for none
 * @param topic the claim log
 * @param partitions number of partitions of the topic
 * @param mysqlUrl {@code mysql://user:password@host:port/database}
 * @param redisUrl {@code redis://[user:password@]host:port[/database]}
 */
public record Deployment(
        @Nullable String kafkaServers,
        Map<String, Object> kafkaProperties,
        String topic,
        int partitions,
        @Nullable String mysqlUrl,
        @Nullable String redisUrl) {

    public Deployment {
        kafkaProperties = Map.copyOf(kafkaProperties);
    }

    /** Servers without passwords. */
    @Override
    public String toString() {
        return "Deployment[kafka " + kafkaServers + ", topic " + topic + "]";
    }
}
