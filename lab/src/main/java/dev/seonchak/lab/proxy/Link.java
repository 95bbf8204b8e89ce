package dev.seonchak.lab.proxy;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection through the proxy: two sockets and a pipe each way. Belongs to the proxy's thread. */
final class Link {
    private static final int RESET_ON_CLOSE = 0;

    private final TcpProxy proxy;
    private final SocketChannel client;
    private final SocketChannel server;
    private final SelectionKey clientKey;
    private final SelectionKey serverKey;
    private final Pipe toServer;
    private final Pipe toClient;
    private boolean connected;
    private boolean closed;

    /** Takes over both sockets; the server's is being connected. */
    Link(
            TcpProxy proxy,
            Selector selector,
            SocketChannel client,
            SocketChannel server,
            Sky toServerSky,
            Sky toClientSky)
            throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        toServer = new Pipe(this, client, server, toServerSky);
        toClient = new Pipe(this, server, client, toClientSky);
        connected = server.isConnected();
        clientKey = client.register(selector, 0, this);
        serverKey = server.register(selector, connected ? 0 : SelectionKey.OP_CONNECT, this);
    }

    /** Handles what one of the two sockets is ready for. */
    void ready(SelectionKey key, ByteBuffer buffer, long nowNs) {
        if (closed || !key.isValid()) {
            return;
        }
        if (!connected) {
            connect();
        } else {
            boolean ofClient = key.equals(clientKey);
            int ops = key.readyOps();
            if ((ops & SelectionKey.OP_WRITE) != 0) {
                (ofClient ? toClient : toServer).unchoke(nowNs);
            }
            if ((ops & SelectionKey.OP_READ) != 0 && !closed) {
                (ofClient ? toServer : toClient).read(buffer, nowNs);
            }
        }
        settle();
    }

    private void connect() {
        try {
            connected = server.finishConnect();
        } catch (IOException e) {
            // A client that is connected already cannot be refused any more: it is reset.
            cut();
        }
    }

    /** Hands on what is due now under the weather as it is. */
    void pump(long nowNs) {
        if (!closed && connected) {
            toServer.pump(nowNs);
        }
        if (!closed && connected) {
            toClient.pump(nowNs);
        }
        settle();
    }

    /** Asks the selector for what is wanted now. */
    void settle() {
        if (closed || !connected) {
            return;
        }
        interest(clientKey, toServer.wantsToRead(), toClient.choked());
        interest(serverKey, toClient.wantsToRead(), toServer.choked());
        proxy.wakeAt(this, wakeNs());
    }

    private static void interest(SelectionKey key, boolean read, boolean write) {
        int ops = (read ? SelectionKey.OP_READ : 0) | (write ? SelectionKey.OP_WRITE : 0);
        if (key.interestOps() != ops) {
            key.interestOps(ops);
        }
    }

    long heldBytes() {
        return toServer.heldBytes() + toClient.heldBytes();
    }

    long wakeNs() {
        return Math.min(toServer.wakeNs(), toClient.wakeNs());
    }

    /** Whether it lost bytes in that direction. */
    boolean holed(Sky sky) {
        return (toServer.flowsUnder(sky) ? toServer : toClient).holed();
    }

    void lossOver(Sky sky) {
        proxy.lossOver(sky);
    }

    /** A pipe cannot write any more: the other end learns it as a reset, through the other direction's weather. */
    void sinkGone(Pipe pipe) {
        (pipe.equals(toServer) ? toClient : toServer).end(true, proxy.nowNs());
    }

    void closeIfEnded() {
        if (toServer.ended() && toClient.ended()) {
            close();
        }
    }

    /** Resets both ends, as the weather wants it. */
    void reset() {
        if (!closed) {
            proxy.countReset();
            cut();
        }
    }

    /** Resets both ends. */
    void cut() {
        linger(client);
        linger(server);
        close();
    }

    static void linger(SocketChannel socket) {
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, RESET_ON_CLOSE);
        } catch (IOException ignored) {
            // It is closed, or its peer was quicker: there is nobody to reset.
        }
    }

    private void close() {
        if (closed) {
            return;
        }
        closed = true;
        close(client);
        close(server);
        proxy.gone(this);
    }

    static void close(SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // The socket is given up in any case.
        }
    }
}
