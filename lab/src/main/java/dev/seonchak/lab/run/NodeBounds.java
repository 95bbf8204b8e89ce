package dev.seonchak.lab.run;

import dev.seonchak.core.audit.Bound;
import dev.seonchak.lab.rig.Rig;
import dev.seonchak.lab.watch.Recording;
import dev.seonchak.localstack.Service;
import java.util.ArrayList;
import java.util.List;

/** What a node may use, whatever happens to it or around it. */
final class NodeBounds {
    private static final double HEAP_AND_MORE_BYTES = 640.0 * 1024 * 1024;
    private static final double THREADS = 150;
    private static final double FILES = 1_500;
    private static final double WAITING = 8_192;

    private NodeBounds() {}

    static List<Bound> of(Rig rig, long fromMs) {
        Recording recording = rig.sampler().recording();
        List<Bound> bounds = new ArrayList<>();
        for (Service node : rig.nodes()) {
            String name = node.name();
            bounds.add(highest(
                    recording, name, Recording.RSS_BYTES, "resident memory, bytes", HEAP_AND_MORE_BYTES, fromMs));
            bounds.add(highest(recording, name, Recording.THREADS, "threads", THREADS, fromMs));
            bounds.add(highest(recording, name, Recording.FDS, "open files", FILES, fromMs));
            bounds.add(highest(recording, name, "seonchak_issue_waiting", "requests waiting", WAITING, fromMs));
        }
        return bounds;
    }

    private static Bound highest(
            Recording recording, String node, String metric, String what, double limit, long fromMs) {
        double highest = recording.series(node, metric).after(fromMs).max();
        // A node that was dead for the whole run has used nothing.
        return new Bound(node + ": " + what, Double.isNaN(highest) ? 0 : highest, limit);
    }
}
