package dev.seonchak.localstack;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The texts of Kafka's configuration files. */
final class KafkaConfig {
    static final String LOGGING = """
            status=error
            appender.out.type=Console
            appender.out.name=out
            appender.out.layout.type=PatternLayout
            appender.out.layout.pattern=%d{ISO8601} %p %c{1} %m%n
            rootLogger.level=warn
            rootLogger.appenderRef.out.ref=out
            logger.server.name=kafka.server
            logger.server.level=info
            logger.config.name=org.apache.kafka.common.config
            logger.config.level=error
            """;

    private KafkaConfig() {}

    /** The properties of one node of a quorum that does not change. */
    static String node(KafkaNode node, List<KafkaNode> quorum, Path data, Path metadata) {
        int replicas = quorum.size();
        int minIsr = replicas / 2 + 1;
        String voters = quorum.stream()
                .map(voter -> voter.id() + "@127.0.0.1:" + voter.controllerPort())
                .collect(Collectors.joining(","));
        return """
               process.roles=broker,controller
               node.id=%1$d
               listeners=PLAINTEXT://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%3$d%4$s
               advertised.listeners=PLAINTEXT://127.0.0.1:%2$d%5$s
               listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT
               inter.broker.listener.name=PLAINTEXT
               controller.listener.names=CONTROLLER
               controller.quorum.voters=%6$s
               log.dirs=%7$s
               metadata.log.dir=%8$s
               auto.create.topics.enable=false
               unclean.leader.election.enable=false
               num.network.threads=2
               num.io.threads=4
               default.replication.factor=%9$d
               min.insync.replicas=%10$d
               offsets.topic.replication.factor=%9$d
               offsets.topic.num.partitions=4
               transaction.state.log.replication.factor=%9$d
               transaction.state.log.min.isr=%10$d
               transaction.state.log.num.partitions=4
               share.coordinator.state.topic.replication.factor=%9$d
               share.coordinator.state.topic.min.isr=%10$d
               share.coordinator.state.topic.num.partitions=1
               group.initial.rebalance.delay.ms=0
               broker.heartbeat.interval.ms=500
               broker.session.timeout.ms=3000
               log.retention.hours=-1
               """.formatted(
                        node.id(),
                        node.port(),
                        node.controllerPort(),
                        node.proxied() ? ",PROXIED://127.0.0.1:" + node.proxiedPort() : "",
                        node.proxied() ? ",PROXIED://127.0.0.1:" + node.proxyPort() : "",
                        voters,
                        data,
                        metadata,
                        replicas,
                        minIsr);
    }
}
