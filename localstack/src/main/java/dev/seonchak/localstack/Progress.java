package dev.seonchak.localstack;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Told what is being done while servers start and stop; called from several threads at once. */
@FunctionalInterface
public interface Progress {

    /**
     * One step of one server.
     *
     * @param server its name, such as {@code Redis}
     * @param step   what is being done or has been done
     */
    void step(String server, String step);

    /** Says nothing. */
    static Progress silent() {
        return (server, step) -> {};
    }

    /** Prints one line a step, with the seconds since this call. */
    static Progress lines(PrintStream out) {
        long startNanos = System.nanoTime();
        return (server, step) -> {
            double seconds = Duration.ofNanos(System.nanoTime() - startNanos).toMillis() / 1000.0;
            out.println(String.format(Locale.ROOT, "%6.1fs  %-8s %s", seconds, server, step));
        };
    }
}
