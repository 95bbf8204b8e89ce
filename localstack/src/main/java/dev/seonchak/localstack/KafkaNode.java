package dev.seonchak.localstack;

import java.util.ArrayList;
import java.util.List;

/**
 * One broker among those of its stack, with the ports that it keeps as long as the stack lives.
 *
 * @param id             1 and up
 * @param port           for clients and for the other brokers
 * @param controllerPort for the controllers' quorum
 * @param proxiedPort    for the proxy before it; 0: it has none
 * @param proxyPort      where that proxy listens, which is what the broker tells clients that come through it
 */
record KafkaNode(int id, int port, int controllerPort, int proxiedPort, int proxyPort) {

    static List<KafkaNode> of(KafkaOptions options) {
        List<Integer> proxies = options.proxyPorts();
        if (!proxies.isEmpty() && proxies.size() != options.brokers()) {
            throw new LocalStackException("There are " + options.brokers() + " Kafka brokers and " + proxies.size()
                    + " proxy ports: give one port a broker, or none.");
        }
        List<KafkaNode> nodes = new ArrayList<>();
        for (int id = 1; id <= options.brokers(); id++) {
            int port = id == 1 ? options.port() : Ports.free();
            boolean proxied = !proxies.isEmpty();
            nodes.add(new KafkaNode(
                    id, port, Ports.free(), proxied ? Ports.free() : 0, proxied ? proxies.get(id - 1) : 0));
        }
        return nodes;
    }

    boolean proxied() {
        return proxiedPort > 0;
    }
}
