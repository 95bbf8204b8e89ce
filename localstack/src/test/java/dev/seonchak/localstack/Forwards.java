package dev.seonchak.localstack;

import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Ports of 127.0.0.1 that lead to other ones, as a proxy does. */
final class Forwards implements Closeable {
    private final List<Closeable> open = new CopyOnWriteArrayList<>();

    void add(int from, int to) throws IOException {
        ServerSocket listener = new ServerSocket(from, 16, Ports.loopback());
        open.add(listener);
        Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    Socket client = listener.accept();
                    Socket server = new Socket(Ports.loopback(), to);
                    open.addAll(List.of(client, server));
                    Thread.startVirtualThread(() -> copy(client, server));
                    Thread.startVirtualThread(() -> copy(server, client));
                }
            } catch (IOException closed) {
                // The test is over.
            }
        });
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException closed) {
            // One side has gone: so does the other.
        }
    }

    @Override
    public void close() throws IOException {
        for (Closeable socket : open) {
            socket.close();
        }
    }
}
