package dev.seonchak.lab.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;

/**
 * A fixed number of keep-alive connections on one selector and one thread. Free ones are used in turn, so that the load
 * spreads over all of the server's event loops and none goes stale. A connection that breaks fails its request and is
 * opened again by the next request that it gets.
 */
final class ConnectionPool implements AutoCloseable {
    /** Who is told that a request has come to its end; must not send from within the call. */
    @FunctionalInterface
    interface Listener {
        void finished(Connection c, Outcome outcome, int status, long endNs);
    }

    private static final int READ_BYTES = 64 * 1024;
    private static final int REQUEST_BYTES = 1024;

    private final InetSocketAddress target;
    private final RequestBytes counted;
    private final RequestBytes warmUp;
    private final LongSupplier elapsedNs;
    private final Listener listener;
    private final Selector selector;
    private final Connection[] all;
    private final ArrayDeque<Connection> free;
    private final ByteBuffer out = ByteBuffer.allocateDirect(REQUEST_BYTES);
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
    private final byte[] bytes = new byte[READ_BYTES];
    private int inFlight;
    private long unframed;

    ConnectionPool(LoadSpec spec, LongSupplier elapsedNs, Listener listener) throws IOException {
        target = new InetSocketAddress(spec.host(), spec.port());
        counted = new RequestBytes(spec.host(), spec.port(), spec.coupon());
        warmUp = new RequestBytes(spec.host(), spec.port(), spec.warmUpCoupon());
        this.elapsedNs = elapsedNs;
        this.listener = listener;
        selector = Selector.open();
        all = new Connection[spec.connections()];
        free = new ArrayDeque<>(all.length);
        for (int i = 0; i < all.length; i++) {
            all[i] = new Connection();
            free.addLast(all[i]);
        }
    }

    /** Opens every connection, one after the other, and throws when the target does not take one in time. */
    void openAll(int timeoutMs) throws IOException {
        for (Connection c : all) {
            SocketChannel channel = SocketChannel.open();
            c.channel = channel;
            channel.socket().connect(target, timeoutMs);
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            c.key = channel.register(selector, SelectionKey.OP_READ, c);
            c.state = Connection.State.IDLE;
        }
    }

    boolean hasFree() {
        return !free.isEmpty();
    }

    int inFlight() {
        return inFlight;
    }

    /** Responses whose end could not be found (chunked or without a length). */
    long unframed() {
        return unframed;
    }

    /** Sends on a free connection, of which there must be one. */
    void send(long user, long dueNs, boolean isCounted) {
        Connection c = free.removeFirst();
        c.user = user;
        c.dueNs = dueNs;
        c.counted = isCounted;
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
            boolean connected = channel.connect(target);
            c.key = channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, c);
            if (connected) {
                write(c);
            }
        } catch (IOException e) {
            finish(c, Outcome.CONNECT_ERROR, 0, false);
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
        (c.counted ? counted : warmUp).put(c.user, out);
        out.flip();
        try {
            channel.write(out);
            if (out.hasRemaining()) {
                c.unsent = ByteBuffer.allocate(out.remaining()).put(out).flip();
                interest(c, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        } catch (IOException e) {
            finish(c, Outcome.RESET, 0, false);
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
                finish(c, Outcome.ofStatus(status), status, keep);
            }
            case UNFRAMED -> {
                unframed++;
                finish(c, Outcome.ofStatus(c.parser.status()), c.parser.status(), false);
            }
            case MALFORMED -> finish(c, Outcome.OTHER, 0, false);
        }
    }

    private void broken(Connection c) {
        switch (c.state) {
            case BUSY -> finish(c, Outcome.RESET, 0, false);
            case CONNECTING -> finish(c, Outcome.CONNECT_ERROR, 0, false);
            case IDLE, CLOSED -> close(c);
        }
    }

    /** Ends the requests that were sent more than {@code timeoutNs} ago, and their connections with them. */
    void expire(long timeoutNs) {
        long sentBefore = elapsedNs.getAsLong() - timeoutNs;
        for (Connection c : all) {
            if (c.sentNs < sentBefore) {
                if (c.state == Connection.State.BUSY) {
                    finish(c, Outcome.TIMEOUT, 0, false);
                } else if (c.state == Connection.State.CONNECTING) {
                    finish(c, Outcome.CONNECT_ERROR, 0, false);
                }
            }
        }
    }

    private void finish(Connection c, Outcome outcome, int status, boolean keep) {
        inFlight--;
        if (keep) {
            c.state = Connection.State.IDLE;
        } else {
            close(c);
        }
        free.addLast(c);
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
