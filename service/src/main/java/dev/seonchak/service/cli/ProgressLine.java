package dev.seonchak.service.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** One line that says how far a long work is: once a second on a terminal, once in ten seconds elsewhere. */
final class ProgressLine {

    private final PrintWriter err;
    private final boolean terminal;
    private final LongSupplier nanos;
    private final long total;
    private final long startNanos;
    private long toldNanos;

    /**
     * Says nothing yet.
     *
     * @param total records in all
     * @param nanos a clock as {@link System#nanoTime}
     */
    ProgressLine(PrintWriter err, boolean terminal, LongSupplier nanos, long total) {
        this.err = err;
        this.terminal = terminal;
        this.nanos = nanos;
        this.total = total;
        this.startNanos = nanos.getAsLong();
        this.toldNanos = startNanos;
    }

    /** Tells, if it is time to. */
    void at(long records, long rows) {
        long nowNanos = nanos.getAsLong();
        if (nowNanos - toldNanos >= (terminal ? 1 : 10) * 1_000_000_000L) {
            toldNanos = nowNanos;
            tell(records, rows);
        }
    }

    /** Tells for the last time. */
    void end(long records, long rows) {
        tell(records, rows);
        if (terminal) {
            err.println();
        }
    }

    private void tell(long records, long rows) {
        String text = text(records, rows);
        if (terminal) {
            err.print("\r" + text + "\u001b[K");
            err.flush();
        } else {
            err.println(text);
        }
    }

    String text(long records, long rows) {
        double seconds = Math.max(1e-3, (nanos.getAsLong() - startNanos) / 1e9);
        double rate = records / seconds;
        double percent = total == 0 ? 100 : Math.min(100, 100.0 * records / total);
        String left = records == 0 ? "?" : Long.toString(Math.round(Math.max(0, total - records) / rate));
        return String.format(
                Locale.ROOT,
                "%5.1f%%  %,d of %,d records, %,d rows, %,.0f records/s, %s s left",
                percent,
                records,
                total,
                rows,
                rate,
                left);
    }
}
