package dev.seonchak.lab.load;

import dev.seonchak.core.audit.ClientOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The history of a run as CSV, one line a request in the order of their ends, under {@link #COLUMNS}; what each column
 * means is said at {@link Attempt}. Times are nanoseconds from time 0. The first line, a comment, says what the run was
 * and ends with {@code startedAtMs=} and the wall clock of time 0 in milliseconds since the epoch. {@code sentNs} and
 * {@code serial} are empty where there is none.
 *
 * <p>The warm-up is in it too, with {@code counted} 0: its claims are claims like any other. A file without any line is of a
 * run that never started.
 */
public final class History implements Sink, AutoCloseable {
    /** The column names, as in the file's second line. */
    public static final String COLUMNS = "coupon,user,node,attempt,dueNs,sentNs,endNs,outcome,serial,counted";

    private static final int BUFFER_BYTES = 1 << 18;
    private static final int LONGEST_LINE_BYTES = 256;

    private final Map<ClientOutcome, byte[]> labels = new EnumMap<>(ClientOutcome.class);
    private final String about;
    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    /**
     * Creates or replaces the file.
     *
     * @param about what the run was, for the first line
     */
    public History(Path path, String about) throws IOException {
        this.about = about;
        for (ClientOutcome outcome : ClientOutcome.values()) {
            labels.put(outcome, outcome.label().getBytes(StandardCharsets.US_ASCII));
        }
        file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    @Override
    public void started(long startedAtMs, long zeroNs) {
        String head = "# " + about.replace('\n', ' ') + " startedAtMs=" + startedAtMs + "\n" + COLUMNS + "\n";
        write(ByteBuffer.wrap(head.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void finished(Attempt attempt) {
        if (buffer.remaining() < LONGEST_LINE_BYTES) {
            flush();
        }
        field(attempt.coupon());
        field(attempt.user());
        field(attempt.node());
        field(attempt.number());
        field(attempt.dueNs());
        if (attempt.sentNs() >= 0) {
            Decimal.put(attempt.sentNs(), buffer);
        }
        buffer.put((byte) ',');
        field(attempt.endNs());
        buffer.put(Objects.requireNonNull(labels.get(attempt.outcome()))).put((byte) ',');
        if (attempt.serial() > 0) {
            Decimal.put(attempt.serial(), buffer);
        }
        buffer.put((byte) ',').put((byte) (attempt.counted() ? '1' : '0')).put((byte) '\n');
    }

    private void field(long value) {
        Decimal.put(value, buffer);
        buffer.put((byte) ',');
    }

    private void flush() {
        buffer.flip();
        write(buffer);
        buffer.clear();
    }

    private void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the history cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            flush();
        }
    }
}
