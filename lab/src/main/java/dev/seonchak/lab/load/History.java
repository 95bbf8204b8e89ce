package dev.seonchak.lab.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The history of a run as CSV, one line a request in the order of their ends:
 * {@code user,dueNs,sentNs,endNs,outcome,serial,counted}. Times are nanoseconds from the start of the run, whose wall
 * clock is in the first line (a comment); {@code sentNs} and {@code serial} are empty where there is none.
 *
 * <p>The warm-up is in it too, with {@code counted} 0: its claims are claims like any other.
 */
public final class History implements Sink, AutoCloseable {
    /** The column names, as in the file's second line. */
    public static final String COLUMNS = "user,dueNs,sentNs,endNs,outcome,serial,counted";

    private static final int BUFFER_BYTES = 1 << 18;
    private static final int LONGEST_LINE_BYTES = 160;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    /**
     * Creates or replaces the file.
     *
     * @param about what the run was, for the first line
     */
    public History(Path path, String about) throws IOException {
        file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        String head = "# " + about.replace('\n', ' ') + "\n" + COLUMNS + "\n";
        writeAll(ByteBuffer.wrap(head.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void finished(
            long user, long dueNs, long sentNs, long endNs, Outcome outcome, long serial, boolean counted) {
        if (buffer.remaining() < LONGEST_LINE_BYTES) {
            flush();
        }
        Decimal.put(user, buffer);
        buffer.put((byte) ',');
        Decimal.put(dueNs, buffer);
        buffer.put((byte) ',');
        if (sentNs >= 0) {
            Decimal.put(sentNs, buffer);
        }
        buffer.put((byte) ',');
        Decimal.put(endNs, buffer);
        buffer.put((byte) ',');
        outcome.putLabel(buffer);
        buffer.put((byte) ',');
        if (serial > 0) {
            Decimal.put(serial, buffer);
        }
        buffer.put((byte) ',').put((byte) (counted ? '1' : '0')).put((byte) '\n');
    }

    private void flush() {
        buffer.flip();
        try {
            writeAll(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException("the history cannot be written", e);
        }
        buffer.clear();
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        flush();
        file.close();
    }
}
