package dev.seonchak.lab.watch;

import dev.seonchak.core.audit.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What a node may use, whatever happens to it or around it. */
public final class NodeBounds {
    private static final double THREADS = 150;
    private static final double FILES = 1_500;
    private static final double WAITING = 8_192;

    private NodeBounds() {}

    /**
     * The highest that was seen of each, beside its bound; nothing of what nobody saw.
     *
     * @param fromMs from when on, milliseconds since the epoch
     * @param memoryBytes how much resident memory it may have; empty where nobody can say
     * @param connections how many clients may be connected at once beyond a few hundred
     */
    public static List<Bound> of(
            Recording recording, String node, long fromMs, OptionalLong memoryBytes, int connections) {
        List<Bound> bounds = new ArrayList<>();
        memoryBytes.ifPresent(bytes ->
                add(bounds, recording, node, Recording.RSS_BYTES, "resident memory, bytes", (double) bytes, fromMs));
        add(bounds, recording, node, Recording.THREADS, "threads", THREADS, fromMs);
        add(bounds, recording, node, Recording.FDS, "open files", FILES + connections, fromMs);
        add(bounds, recording, node, "seonchak_issue_waiting", "requests waiting", WAITING, fromMs);
        return bounds;
    }

    private static void add(
            List<Bound> bounds,
            Recording recording,
            String node,
            String metric,
            String what,
            double limit,
            long fromMs) {
        double highest = recording.series(node, metric).after(fromMs).max();
        // A node that was dead all the time, or is on another machine.
        if (!Double.isNaN(highest)) {
            bounds.add(new Bound(node + ": " + what, highest, limit));
        }
    }
}
