package dev.seonchak.lab.watch;

import dev.seonchak.lab.watch.Event.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the application did, read from a recording: gauges that rose and fell, counters that moved, owners that changed. */
final class Happenings {
    /** A counter that stood still this long has come to the end of what it counted. */
    static final long QUIET_MS = 2_000;

    private static final double MS_PER_S = 1_000;

    private final Recording recording;
    private final List<Event> found = new ArrayList<>();

    private Happenings(Recording recording) {
        this.recording = recording;
    }

    /** Everything that shows, in no order. */
    static List<Event> in(Recording recording) {
        Happenings happenings = new Happenings(recording);
        for (String node : recording.nodes()) {
            happenings.presence(node);
            happenings.breakers(node);
            happenings.pool(node);
            happenings.phases(node);
            happenings.counters(node);
        }
        happenings.owners();
        return happenings.found;
    }

    private void add(long ms, Origin origin, String node, String text) {
        found.add(new Event(ms, origin, node, text));
    }

    private void presence(String node) {
        absences(node, Recording.UP, "does not answer", "answers");
        absences(node, Recording.THERE, "is gone", "runs");
        Series pid = recording.series(node, Recording.PID);
        for (int i = 1; i < pid.size(); i++) {
            if (pid.value(i) != pid.value(i - 1)) {
                add(pid.timeMs(i), Origin.PROCESS, node, "is a new process, pid " + (long) pid.value(i));
            }
        }
    }

    private void absences(String node, String metric, String gone, String back) {
        Series there = recording.series(node, metric);
        for (Spell spell : Spell.of(there, v -> v == 0)) {
            // What was not there to begin with has not gone.
            boolean atFirst = spell.fromMs() == there.timeMs(0);
            if (!atFirst) {
                add(spell.fromMs(), Origin.PROCESS, node, gone);
            }
            if (spell.over()) {
                add(spell.toMs(), Origin.PROCESS, node, atFirst ? back : back + " again, " + after(spell));
            }
        }
    }

    private void breakers(String node) {
        for (Spell spell : Spell.of(recording.series(node, "seonchak_gate_breaker_open"), v -> v > 0)) {
            spell(spell, node, "bypasses Redis: the gate's breaker opened", "uses Redis again: its breaker closed");
        }
        for (Spell spell : Spell.of(recording.series(node, "seonchak_log_breaker_open"), v -> v > 0)) {
            spell(spell, node, "takes no claims: the log's breaker opened", "takes claims again: its breaker closed");
        }
    }

    private void pool(String node) {
        for (String metric : recording.metrics(node, "hikaricp_connections_pending")) {
            Series pending = recording.series(node, metric);
            for (Spell spell : Spell.of(pending, v -> v > 0)) {
                long most = (long) pending.between(spell.fromMs(), spell.toMs()).max();
                String waits = "waits for connections to MySQL: up to " + most + " at a time";
                spell(spell, node, waits, "waits for no connection any more");
            }
        }
    }

    private void spell(Spell spell, String node, String began, String ended) {
        add(spell.fromMs(), Origin.APPLICATION, node, began);
        if (spell.over()) {
            add(spell.toMs(), Origin.APPLICATION, node, ended + ", " + after(spell));
        }
    }

    private static String after(Spell spell) {
        return "after " + seconds(spell.toMs() - spell.fromMs());
    }

    private static String seconds(long ms) {
        return String.format(Locale.ROOT, "%.1f s", ms / MS_PER_S);
    }

    /** Partitions that leave {@code running}, and come back. */
    private void phases(String node) {
        for (String phase : List.of("retrying", "blocked", "stopped")) {
            Series count = recording.series(node, "seonchak_recorder_partitions{phase=\"" + phase + "\"}");
            for (Spell spell : Spell.of(count, v -> v > 0)) {
                long most = (long) count.between(spell.fromMs(), spell.toMs()).max();
                String partitions = most == 1 ? "1 partition" : most + " partitions";
                spell(spell, node, "has " + partitions + " " + phase, "has no partition " + phase + " any more");
            }
        }
    }

    private void counters(String node) {
        for (String metric : recording.metrics(node)) {
            String counted = Counted.words(metric);
            if (!counted.isEmpty()) {
                bursts(node, recording.series(node, metric), counted);
            }
        }
    }

    /** A counter's increases, those close to each other as one. */
    private void bursts(String node, Series counter, String counted) {
        double sum = 0;
        long fromMs = 0;
        long toMs = 0;
        for (int i = 1; i < counter.size(); i++) {
            double step = Series.step(counter.value(i - 1), counter.value(i));
            if (!(step > 0)) {
                continue;
            }
            if (sum > 0 && counter.timeMs(i) - toMs > QUIET_MS) {
                burst(node, counted, sum, fromMs, toMs);
                sum = 0;
            }
            if (sum == 0) {
                fromMs = counter.timeMs(i);
            }
            toMs = counter.timeMs(i);
            sum += step;
        }
        if (sum > 0) {
            burst(node, counted, sum, fromMs, toMs);
        }
    }

    private void burst(String node, String counted, double sum, long fromMs, long toMs) {
        String within = toMs > fromMs ? " within " + seconds(toMs - fromMs) : "";
        add(fromMs, Origin.APPLICATION, node, "counts " + (long) sum + " " + counted + within);
    }

    /** Partitions that change hands: which node reports a number for which partition. */
    private void owners() {
        for (String node : recording.nodes()) {
            Map<Long, List<String>> taken = new TreeMap<>();
            Map<Long, List<String>> given = new TreeMap<>();
            for (String metric : recording.metrics(node, RecorderLag.METRIC)) {
                String partition = PromText.label(metric, "partition");
                for (Spell spell : Spell.known(recording.series(node, metric))) {
                    taken.computeIfAbsent(spell.fromMs(), ms -> new ArrayList<>())
                            .add(partition);
                    if (spell.over()) {
                        given.computeIfAbsent(spell.toMs(), ms -> new ArrayList<>())
                                .add(partition);
                    }
                }
            }
            taken.forEach((ms, partitions) -> owner(ms, node, "records ", partitions));
            given.forEach((ms, partitions) -> owner(ms, node, "gave up ", partitions));
        }
    }

    private void owner(long ms, String node, String verb, List<String> partitions) {
        String noun = partitions.size() == 1 ? "partition " : "partitions ";
        add(ms, Origin.APPLICATION, node, verb + noun + String.join(", ", partitions));
    }
}
