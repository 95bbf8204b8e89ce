package dev.seonchak.service.rig;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Locale;

/** A TCP connection to a node that sends whatever bytes a test likes. */
public final class RawConnection implements AutoCloseable {

    private static final int PATIENCE_MS = 20_000;

    private final Socket socket;

    public RawConnection(Node node) throws IOException {
        socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), node.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MS);
    }

    public RawConnection send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
        return this;
    }

    /** Sends, and does not mind that the other side may have closed already. */
    public boolean sendIfOpen(String bytes) {
        try {
            send(bytes);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** Says that nothing more will be sent, and goes on listening. */
    public void endSending() throws IOException {
        socket.shutdownOutput();
    }

    /** Everything until the other side closes; a reset is a close as well. */
    public String readUntilClosed() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var chunk = new byte[8192];
        try {
            for (int n = socket.getInputStream().read(chunk);
                    n >= 0;
                    n = socket.getInputStream().read(chunk)) {
                bytes.write(chunk, 0, n);
            }
        } catch (SocketTimeoutException e) {
            throw new IOException("still open after " + PATIENCE_MS + " ms; so far: " + bytes.toString(UTF_8), e);
        } catch (IOException reset) {
            return bytes.toString(UTF_8);
        }
        return bytes.toString(UTF_8);
    }

    /** One answer, by its Content-Length, or what came before the close; empty where nothing came. */
    public String readAnswer() throws IOException {
        var head = new StringBuilder();
        try {
            while (head.indexOf("\r\n\r\n") < 0) {
                int b = socket.getInputStream().read();
                if (b < 0) {
                    return head.toString();
                }
                head.append((char) b);
            }
            byte[] body = socket.getInputStream().readNBytes(contentLength(head.toString()));
            return head + new String(body, UTF_8);
        } catch (SocketException reset) {
            return head.toString();
        }
    }

    private static int contentLength(String head) {
        return head.lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    /** True where the other side has closed and nothing is left to read. Does not wait longer than a moment. */
    public boolean closedByServer() throws IOException {
        socket.setSoTimeout(20);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MS);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
