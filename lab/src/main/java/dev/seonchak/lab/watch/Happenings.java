package dev.seonchak.lab.watch;

import dev.seonchak.core.audit.Words;
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

    /** Of a partition whose rows are not being written, in the recorder's own word and in Korean. */
    private static final Map<String, String> PHASES =
            new TreeMap<>(Map.of("retrying", "재시도", "blocked", "막힘", "stopped", "멈춤"));

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

    private void add(long ms, Origin origin, String node, Words text) {
        found.add(new Event(ms, origin, node, text));
    }

    private void presence(String node) {
        absences(node, Recording.UP, new Words("does not answer", "응답하지 않음"), new Words("answers", "응답함"));
        absences(node, Recording.THERE, new Words("is gone", "사라짐"), new Words("runs", "실행됨"));
        Series pid = recording.series(node, Recording.PID);
        for (int i = 1; i < pid.size(); i++) {
            if (pid.value(i) != pid.value(i - 1)) {
                long number = (long) pid.value(i);
                Words text = new Words("is a new process, pid " + number, "새 프로세스가 됨, pid " + number);
                add(pid.timeMs(i), Origin.PROCESS, node, text);
            }
        }
    }

    private void absences(String node, String metric, Words gone, Words back) {
        Series there = recording.series(node, metric);
        for (Spell spell : Spell.of(there, v -> v == 0)) {
            // What was not there to begin with has not gone.
            boolean atFirst = spell.fromMs() == there.timeMs(0);
            if (!atFirst) {
                add(spell.fromMs(), Origin.PROCESS, node, gone);
            }
            if (spell.over()) {
                Words again = new Words(back.en() + " again,", "다시 " + back.ko() + ",");
                add(spell.toMs(), Origin.PROCESS, node, atFirst ? back : again.and(after(spell)));
            }
        }
    }

    private void breakers(String node) {
        for (Spell spell : Spell.of(recording.series(node, "seonchak_gate_breaker_open"), v -> v > 0)) {
            spell(
                    spell,
                    node,
                    new Words("bypasses Redis: the gate's breaker opened", "Redis를 우회함: 게이트의 차단기가 열림"),
                    new Words("uses Redis again: its breaker closed", "Redis를 다시 사용함: 차단기가 닫힘"));
        }
        for (Spell spell : Spell.of(recording.series(node, "seonchak_log_breaker_open"), v -> v > 0)) {
            spell(
                    spell,
                    node,
                    new Words("takes no claims: the log's breaker opened", "새 요청을 받지 않음: 로그의 차단기가 열림"),
                    new Words("takes claims again: its breaker closed", "요청을 다시 받음: 차단기가 닫힘"));
        }
    }

    private void pool(String node) {
        for (String metric : recording.metrics(node, "hikaricp_connections_pending")) {
            Series pending = recording.series(node, metric);
            for (Spell spell : Spell.of(pending, v -> v > 0)) {
                long most = (long) pending.between(spell.fromMs(), spell.toMs()).max();
                Words waits = new Words(
                        "waits for connections to MySQL: up to " + most + " at a time",
                        "MySQL 커넥션을 기다림: 한때 " + most + "개까지");
                spell(spell, node, waits, new Words("waits for no connection any more", "더는 커넥션을 기다리지 않음"));
            }
        }
    }

    private void spell(Spell spell, String node, Words began, Words ended) {
        add(spell.fromMs(), Origin.APPLICATION, node, began);
        if (spell.over()) {
            add(
                    spell.toMs(),
                    Origin.APPLICATION,
                    node,
                    new Words(ended.en() + ",", ended.ko() + ",").and(after(spell)));
        }
    }

    private static Words after(Spell spell) {
        String seconds = seconds(spell.toMs() - spell.fromMs());
        return new Words("after " + seconds, seconds + " 만에");
    }

    private static String seconds(long ms) {
        return String.format(Locale.ROOT, "%.1f s", ms / MS_PER_S);
    }

    /** Partitions that leave {@code running}, and come back. */
    private void phases(String node) {
        PHASES.forEach((phase, ko) -> {
            Series count = recording.series(node, "seonchak_recorder_partitions{phase=\"" + phase + "\"}");
            for (Spell spell : Spell.of(count, v -> v > 0)) {
                long most = (long) count.between(spell.fromMs(), spell.toMs()).max();
                String partitions = most == 1 ? "1 partition" : most + " partitions";
                spell(
                        spell,
                        node,
                        new Words("has " + partitions + " " + phase, "파티션 " + most + "개가 " + ko + " 상태"),
                        new Words("has no partition " + phase + " any more", ko + " 상태인 파티션이 더는 없음"));
            }
        });
    }

    private void counters(String node) {
        for (String metric : recording.metrics(node)) {
            Words counted = Counted.words(metric);
            if (counted != null) {
                bursts(node, recording.series(node, metric), counted);
            }
        }
    }

    /** A counter's increases, those close to each other as one. */
    private void bursts(String node, Series counter, Words counted) {
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

    private void burst(String node, Words counted, double sum, long fromMs, long toMs) {
        boolean atOnce = toMs <= fromMs;
        String seconds = seconds(toMs - fromMs);
        long times = (long) sum;
        Words text = new Words(
                "counts " + times + " " + counted.en() + (atOnce ? "" : " within " + seconds),
                counted.ko() + " " + times + "건" + (atOnce ? "" : ", " + seconds + " 동안"));
        add(fromMs, Origin.APPLICATION, node, text);
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
            taken.forEach((ms, partitions) -> owner(ms, node, new Words("records", "기록을 맡음:"), partitions));
            given.forEach((ms, partitions) -> owner(ms, node, new Words("gave up", "넘겨줌:"), partitions));
        }
    }

    private void owner(long ms, String node, Words verb, List<String> partitions) {
        String noun = partitions.size() == 1 ? "partition " : "partitions ";
        String all = String.join(", ", partitions);
        add(ms, Origin.APPLICATION, node, verb.and(new Words(noun + all, "파티션 " + all)));
    }
}
