package dev.seonchak.lab.load;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;

/** One target: its connections, and the requests that wait for one of them. */
final class Node {
    final int number;
    final InetSocketAddress address;
    final RequestBytes bytes;
    final ArrayDeque<Connection> free;
    final WaitingLine line;

    Node(int number, Target target, LoadSpec spec) {
        this.number = number;
        address = new InetSocketAddress(target.host(), target.port());
        bytes = new RequestBytes(target);
        free = new ArrayDeque<>(spec.connections());
        line = new WaitingLine(spec.queueCapacity());
    }
}
