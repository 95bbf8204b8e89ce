package dev.seonchak.localstack;

import java.util.List;

/**
 * How many brokers a {@link Stack} has, and where.
 *
 * @param port       the first broker's port on 127.0.0.1; the others take free ones
 * @param brokers    1, or 3 that replicate each other
 * @param proxyPorts the port on 127.0.0.1 of the proxy before each broker; empty: no proxies
 * @param diskMiB    the size of the small disk that each broker's data lie on; 0: the data directory's own disk
 */
public record KafkaOptions(int port, int brokers, List<Integer> proxyPorts, int diskMiB) {
    public KafkaOptions {
        if (brokers != 1 && brokers != 3) {
            throw new IllegalArgumentException("brokers must be 1 or 3 but is " + brokers);
        }
        proxyPorts = List.copyOf(proxyPorts);
    }

    KafkaOptions withPort(int first) {
        return new KafkaOptions(first, brokers, proxyPorts, diskMiB);
    }

    KafkaOptions withBrokers(int count) {
        return new KafkaOptions(port, count, proxyPorts, diskMiB);
    }

    KafkaOptions withProxyPorts(List<Integer> ports) {
        return new KafkaOptions(port, brokers, ports, diskMiB);
    }

    KafkaOptions withDiskMiB(int size) {
        return new KafkaOptions(port, brokers, proxyPorts, size);
    }
}
