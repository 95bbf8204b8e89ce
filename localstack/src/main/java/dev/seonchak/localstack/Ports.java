package dev.seonchak.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Loopback TCP ports: which are free, and free ones for tests. */
public final class Ports {
    // Below the range that operating systems hand to outgoing connections (from 32768 on Linux, 49152 on macOS), so
    // that no client's connection can take the port between this look and the server's bind.
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int TRIES = 1_000;
    private static final int CONNECT_TIMEOUT_MS = 500;
    private static final Set<Integer> HANDED_OUT = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /** A loopback port that nobody listens on; never the same one twice in a JVM. */
    public static int free() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (HANDED_OUT.add(port) && !taken(port)) {
                return port;
            }
        }
        throw new LocalStackException("No free port between " + FIRST + " and " + LAST + " on 127.0.0.1 after " + TRIES
                + " tries: stop servers that are left over from earlier runs.");
    }

    /** Whether another program listens on this port of 127.0.0.1. */
    public static boolean taken(int port) {
        InetAddress loopback = loopback();
        // Some systems let a socket bind to 127.0.0.1 although another listens on all addresses: so ask both ways.
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(loopback, port), CONNECT_TIMEOUT_MS);
            return true;
        } catch (IOException nobodyAnswers) {
            try (ServerSocket socket = new ServerSocket(port, 1, loopback)) {
                return !socket.isBound();
            } catch (IOException inUse) {
                return true;
            }
        }
    }

    static void requireFree(int port, String server, String flag) {
        if (taken(port)) {
            throw new LocalStackException("Port " + port + ", which " + server
                    + " should listen on, is taken by another program. Stop that program, or choose another port with "
                    + flag + " <port>.");
        }
    }

    static InetAddress loopback() {
        return InetAddress.ofLiteral("127.0.0.1");
    }
}
