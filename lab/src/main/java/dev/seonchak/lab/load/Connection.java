package dev.seonchak.lab.load;

import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One place for one request at a time, and the socket that comes and goes with it.
 *
 * <pre>
 *   CLOSED ──send──▶ CONNECTING ──connected──▶ BUSY ──answered──▶ IDLE ──send──▶ BUSY
 *      ▲                  │                     │                  │
 *      └──────────────────┴── error, timeout ───┴──── closed ──────┘
 * </pre>
 */
final class Connection {
    enum State {
        CLOSED,
        CONNECTING,
        IDLE,
        BUSY
    }

    /** What the client does once its request is sent. */
    enum Leaving {
        STAYS,
        ENDS,
        RESETS
    }

    final Node node;
    State state = State.CLOSED;

    @Nullable
    SocketChannel channel;

    @Nullable
    SelectionKey key;

    final ResponseParser parser = new ResponseParser();

    // The request that it carries while CONNECTING or BUSY.
    long coupon;
    long user;
    int attempt;
    long dueNs;
    long sentNs;
    boolean counted;
    Leaving leaving = Leaving.STAYS;

    /** What the socket has not taken yet; a request fits any socket buffer, so it is nearly always null. */
    @Nullable
    ByteBuffer unsent;

    Connection(Node node) {
        this.node = node;
    }
}
