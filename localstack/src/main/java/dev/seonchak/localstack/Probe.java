package dev.seonchak.localstack;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** One short connection to a server on 127.0.0.1, to ask whether it is ready. */
final class Probe implements AutoCloseable {
    private static final int TIMEOUT_MS = 1_000;

    private final Socket socket = new Socket();

    Probe(int port) throws IOException {
        try {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.connect(new InetSocketAddress(Ports.loopback(), port), TIMEOUT_MS);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The status of a GET, which must be answered as soon as a {@link Probe} waits. */
    static int httpStatus(String url) throws IOException {
        var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MS);
        connection.setReadTimeout(TIMEOUT_MS);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    void send(byte[] request) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.write(request);
        out.flush();
    }

    DataInputStream reply() throws IOException {
        return new DataInputStream(socket.getInputStream());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
