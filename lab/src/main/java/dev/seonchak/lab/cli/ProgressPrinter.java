package dev.seonchak.lab.cli;

import dev.seonchak.lab.load.Second;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Prints a line for each second of a run, on a thread of its own: a terminal that does not keep up must not delay the
 * load. What does not fit into its queue is not printed.
 */
final class ProgressPrinter implements Consumer<Second>, AutoCloseable {
    private static final int QUEUE_CAPACITY = 64;
    private static final long CLOSE_TIMEOUT_MS = 2000;

    private final BlockingQueue<Second> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final PrintWriter out;
    private final Thread thread;

    ProgressPrinter(PrintWriter out) {
        this.out = out;
        thread = Thread.ofPlatform().daemon().name("progress").unstarted(this::print);
    }

    ProgressPrinter start() {
        thread.start();
        return this;
    }

    @Override
    @SuppressWarnings("ReturnValueIgnored") // a full queue loses a line, see the class comment
    public void accept(Second second) {
        queue.offer(second);
    }

    private void print() {
        try {
            while (true) {
                out.println(line(queue.take()));
                out.flush();
            }
        } catch (InterruptedException e) {
            for (Second second : queue) {
                out.println(line(second));
            }
            out.flush();
        }
    }

    static String line(Second s) {
        String outcomes = s.outcomes().entrySet().stream()
                .map(entry -> entry.getKey().label() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        String asked = Double.isNaN(s.askedPerS()) ? "closed" : String.format(Locale.ROOT, "%.0f/s", s.askedPerS());
        return String.format(
                Locale.ROOT,
                "%4d s%s  asked %-8s sent %-6d p99 %8.2f ms  in flight %d, waiting %d  %s",
                s.second(),
                s.warmUp() ? " warm-up" : "",
                asked,
                s.sent(),
                s.p99Ms(),
                s.inFlight(),
                s.waiting(),
                outcomes.isEmpty() ? "no answers" : outcomes);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
