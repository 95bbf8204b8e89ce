package dev.seonchak.lab.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A blocking client of a proxy; a read that waits longer than {@link #TIMEOUT_MS} fails its test. */
final class Client implements AutoCloseable {
    static final int TIMEOUT_MS = 15_000;

    final Socket socket;

    Client(TcpProxy proxy) throws IOException {
        socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), proxy.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** One line, without its end. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = socket.getInputStream().read();
                c != '\n';
                c = socket.getInputStream().read()) {
            if (c < 0) {
                throw new IOException("ended");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.US_ASCII).strip();
    }

    String ask(String text) throws IOException {
        send(text + "\r\n");
        return line();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
