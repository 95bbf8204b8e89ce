package dev.seonchak.lab.load;

import dev.seonchak.core.audit.ClientOutcome;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of keep-alive connections to each node, on one selector and one thread. Free ones are used in turn, so that
 * the load spreads over all of a server's event loops and none goes stale. A connection that breaks fails its request and is
 * opened again by the next request that it gets: a node that is down fails its share, and one that is back is used.
 */
final class ConnectionPool implements AutoCloseable {
    /** Who is told that a request has come to its end; must not send from within the call. */
    @FunctionalInterface
    interface Listener {
        void finished(Connection c, ClientOutcome outcome, int status, long endNs);
    }

    private static final int READ_BYTES = 64 * 1024;
    private static final int REQUEST_BYTES = 1024;

    private final LongSupplier elapsedNs;
    private final Listener listener;
    private final Selector selector;
    private final Node[] nodes;
    private final List<Connection> all = new ArrayList<>();
    private final ByteBuffer out = ByteBuffer.allocateDirect(REQUEST_BYTES);
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
    private final byte[] bytes = new byte[READ_BYTES];
    private int inFlight;
    private long unframed;

    ConnectionPool(LoadSpec spec, LongSupplier elapsedNs, Listener listener) throws IOException {
        this.elapsedNs = elapsedNs;
        this.listener = listener;
        nodes = new Node[spec.targets().size()];
        for (int n = 0; n < nodes.length; n++) {
            Node node = new Node(n, spec.targets().get(n), spec);
            nodes[n] = node;
            for (int i = 0; i < spec.connections(); i++) {
                Connection c = new Connection(node);
                all.add(c);
                node.free.addLast(c);
            }
        }
        selector = Selector.open();
    }

    Node[] nodes() {
        return nodes;
    }

    /** Opens every connection, node after node; a node that does not take one in time is left for later. Throws when none does. */
    void openAll(int timeoutMs) throws IOException {
        @Nullable IOException failure = null;
        boolean opened = false;
        @Nullable Node given = null;
        for (Connection c : all) {
            if (c.node == given) {
                continue;
            }
            try {
                open(c, timeoutMs);
                opened = true;
            } catch (IOException e) {
                close(c);
                given = c.node;
                failure = e;
            }
        }
        if (failure != null && !opened) {
            throw new IOException(
                    "no connection to " + nodes[0].address + (nodes.length > 1 ? " nor any other node" : "") + ": "
                            + failure.getMessage() + "; nothing was sent",
                    failure);
        }
    }

    private void open(Connection c, int timeoutMs) throws IOException {
        SocketChannel channel = SocketChannel.open();
        c.channel = channel;
        channel.socket().connect(c.node.address, timeoutMs);
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        c.key = channel.register(selector, SelectionKey.OP_READ, c);
        c.state = Connection.State.IDLE;
    }

    int inFlight() {
        return inFlight;
    }

    /** Requests that wait for a connection. */
    int waiting() {
        int waiting = 0;
        for (Node node : nodes) {
            waiting += node.line.size();
        }
        return waiting;
    }

    /** Whether any request waits or is in flight. */
    boolean busy() {
        return inFlight > 0 || waiting() > 0;
    }

    /** Responses whose end could not be found (chunked or without a length). */
    long unframed() {
        return unframed;
    }

    /** Sends on a free connection of the node, of which there must be one. */
    void send(Node node, long coupon, long user, int attempt, long dueNs, boolean counted, Connection.Leaving leaving) {
        Connection c = node.free.removeFirst();
        c.coupon = coupon;
        c.user = user;
        c.attempt = attempt;
        c.dueNs = dueNs;
        c.counted = counted;
        c.leaving = leaving;
        c.sentNs = elapsedNs.getAsLong();
        inFlight++;
        if (c.state == Connection.State.IDLE) {
            write(c);
        } else {
            connect(c);
        }
    }

    private void connect(Connection c) {
        c.state = Connection.State.CONNECTING;
        try {
            SocketChannel channel = SocketChannel.open();
            c.channel = channel;
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            boolean connected = channel.connect(c.node.address);
            c.key = channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, c);
            if (connected) {
                write(c);
            }
        } catch (IOException e) {
            finish(c, ClientOutcome.CONNECT_ERROR, 0, false);
        }
    }

    private void write(Connection c) {
        SocketChannel channel = c.channel;
        if (channel == null) {
            throw new IllegalStateException("writing without a socket");
        }
        c.state = Connection.State.BUSY;
        c.parser.reset();
        out.clear();
        c.node.bytes.put(c.coupon, c.user, out);
        out.flip();
        try {
            channel.write(out);
            if (out.hasRemaining()) {
                c.unsent = ByteBuffer.allocate(out.remaining()).put(out).flip();
                interest(c, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
            if (c.leaving != Connection.Leaving.STAYS) {
                if (c.leaving == Connection.Leaving.RESETS) {
                    // Closing then throws away what the network has not taken, on both sides.
                    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                }
                finish(c, ClientOutcome.LEFT, 0, false);
            }
        } catch (IOException e) {
            finish(c, ClientOutcome.RESET, 0, false);
        }
    }

    /** Handles what is ready, without waiting. */
    void poll() throws IOException {
        selector.selectNow(this::ready);
    }

    /** Waits up to {@code ms} for something to be ready, and handles it. */
    void await(long ms) throws IOException {
        selector.select(this::ready, ms);
    }

    private void ready(SelectionKey key) {
        Connection c = (Connection) key.attachment();
        SocketChannel channel = c.channel;
        if (channel == null || !key.isValid()) {
            return;
        }
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                interest(c, SelectionKey.OP_READ);
                write(c);
            } else if (key.isReadable()) {
                read(c, channel);
            } else {
                ByteBuffer rest = c.unsent;
                if (rest != null) {
                    channel.write(rest);
                }
                if (rest == null || !rest.hasRemaining()) {
                    c.unsent = null;
                    interest(c, SelectionKey.OP_READ);
                }
            }
        } catch (IOException e) {
            broken(c);
        }
    }

    private void read(Connection c, SocketChannel channel) throws IOException {
        in.clear();
        int length = channel.read(in);
        if (length < 0 || c.state != Connection.State.BUSY) {
            // Ended, or bytes that nobody asked for: either way this socket is of no more use.
            broken(c);
            return;
        }
        in.flip();
        in.get(bytes, 0, length);
        switch (c.parser.feed(bytes, 0, length)) {
            case MORE -> {}
            case DONE -> {
                int status = c.parser.status();
                boolean keep = !c.parser.closes() && c.parser.consumed() == length;
                finish(c, c.parser.outcome(), status, keep);
            }
            case UNFRAMED -> {
                unframed++;
                finish(c, c.parser.outcome(), c.parser.status(), false);
            }
            case MALFORMED -> finish(c, ClientOutcome.OTHER, 0, false);
        }
    }

    private void broken(Connection c) {
        switch (c.state) {
            case BUSY -> finish(c, ClientOutcome.RESET, 0, false);
            case CONNECTING -> finish(c, ClientOutcome.CONNECT_ERROR, 0, false);
            case IDLE, CLOSED -> close(c);
        }
    }

    /** Ends the requests that were sent more than {@code timeoutNs} ago, and their connections with them. */
    void expire(long timeoutNs) {
        long sentBefore = elapsedNs.getAsLong() - timeoutNs;
        for (Connection c : all) {
            if (c.sentNs < sentBefore) {
                if (c.state == Connection.State.BUSY) {
                    finish(c, ClientOutcome.TIMEOUT, 0, false);
                } else if (c.state == Connection.State.CONNECTING) {
                    finish(c, ClientOutcome.CONNECT_ERROR, 0, false);
                }
            }
        }
    }

    private void finish(Connection c, ClientOutcome outcome, int status, boolean keep) {
        inFlight--;
        if (keep) {
            c.state = Connection.State.IDLE;
        } else {
            close(c);
        }
        c.node.free.addLast(c);
        listener.finished(c, outcome, status, elapsedNs.getAsLong());
    }

    private static void interest(Connection c, int ops) {
        SelectionKey key = c.key;
        if (key != null) {
            key.interestOps(ops);
        }
    }

    private static void close(Connection c) {
        c.state = Connection.State.CLOSED;
        c.unsent = null;
        c.key = null;
        SocketChannel channel = c.channel;
        c.channel = null;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException ignored) {
                // The socket is given up in any case, and its request has its outcome already.
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Connection c : all) {
            close(c);
        }
        selector.close();
    }
}
