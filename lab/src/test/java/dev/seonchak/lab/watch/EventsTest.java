package dev.seonchak.lab.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.core.audit.Words;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsTest {
    private final Recording recording = new Recording();
    private final Events events = new Events(() -> 2000);

    @Test
    void faultAndWhatTheApplicationDidAreOneStory() {
        events.note(new Words("Redis: nothing passes", "Redis: 아무것도 지나가지 못함"));
        events.note(3500, new Words("Redis: healed", "Redis: 복구"));
        series("node-1", "seonchak_gate_breaker_open", 1000, 0, 0, 1, 1, 1, 0);
        series("node-1", "seonchak_gate_failures_total", 1000, 3, 3, 8, 8, 9, 9);

        assertThat(sentences())
                .containsExactly(
                        "2000 Redis: nothing passes",
                        "2000 node-1 bypasses Redis: the gate's breaker opened",
                        "2000 node-1 counts 6 failed calls to Redis within 1.0 s",
                        "3500 Redis: healed",
                        "3500 node-1 uses Redis again: its breaker closed, after 1.5 s");
    }

    @Test
    void increasesFarApartAreTwoAndARestartCountsAnew() {
        String retries = "seonchak_recorder_retries_total{kind=\"pool\"}";
        recording.add("node-1", retries, 0, 4);
        recording.add("node-1", retries, 1000, 5);
        recording.add("node-1", retries, 9000, 5);
        recording.add("node-1", retries, 9500, 2);

        assertThat(sentences())
                .containsExactly(
                        "1000 node-1 counts 1 attempts of the recorder made again (pool)",
                        "9500 node-1 counts 2 attempts of the recorder made again (pool)");
    }

    @Test
    void poolPhasesAndUnknownAnswersAreTold() {
        series("node-1", "hikaricp_connections_pending{pool=\"mysql\"}", 0, 0, 2, 5, 0);
        series("node-1", "seonchak_recorder_partitions{phase=\"retrying\"}", 0, 0, 1, 3, 3);
        series("node-1", "seonchak_claims_total{outcome=\"outcome-unknown\"}", 0, 0, 0, 0, 7);
        series("node-1", "seonchak_claims_total{outcome=\"sold-out\"}", 0, 0, 1, 2, 3);

        assertThat(sentences())
                .containsExactly(
                        "500 node-1 waits for connections to MySQL: up to 5 at a time",
                        "500 node-1 has 3 partitions retrying",
                        "1500 node-1 waits for no connection any more, after 1.0 s",
                        "1500 node-1 counts 7 claims answered 503, outcome unknown");
    }

    @Test
    void aNodeDiesAndAnotherTakesItsPartitions() {
        double none = Double.NaN;
        series("node-1", Recording.UP, 0, 1, 1, 0, 0, 1);
        series("node-1", Recording.PID, 0, 11, 11);
        recording.add("node-1", Recording.PID, 2000, 12);
        series("node-1", "seonchak_recorder_lag{partition=\"0\"}", 0, 5, 5);
        recording.add("node-1", "seonchak_recorder_lag{partition=\"0\"}", 2000, none);
        series("node-2", Recording.UP, 0, 0, 1, 1, 1, 1);
        series("node-2", "seonchak_recorder_lag{partition=\"0\"}", 500, none, none, 5, 0);
        series("node-2", "seonchak_recorder_lag{partition=\"1\"}", 500, none, none, 2, 0);
        series("Redis", Recording.THERE, 0, 1, 0, 0, 1);

        assertThat(sentences())
                .containsExactly(
                        "0 node-1 records partition 0",
                        "500 Redis is gone",
                        "500 node-2 answers",
                        "1000 node-1 does not answer",
                        "1500 node-2 records partitions 0, 1",
                        "1500 Redis runs again, after 1.0 s",
                        "2000 node-1 gave up partition 0",
                        "2000 node-1 answers again, after 1.0 s",
                        "2000 node-1 is a new process, pid 12");
    }

    @Test
    void theStoryIsToldInKoreanToo() {
        series("node-1", "seonchak_gate_breaker_open", 1000, 0, 1, 0);
        series("node-1", "seonchak_gate_failures_total", 1000, 0, 3, 5);

        assertThat(events.all(recording).stream().map(e -> e.sentence().ko()))
                .containsExactly(
                        "node-1 Redis를 우회함: 게이트의 차단기가 열림",
                        "node-1 Redis 호출 실패 5건, 0.5 s 동안",
                        "node-1 Redis를 다시 사용함: 차단기가 닫힘, 0.5 s 만에");
    }

    private List<String> sentences() {
        return events.all(recording).stream()
                .map(e -> e.atMs() + " " + e.sentence().en())
                .toList();
    }

    private void series(String node, String metric, long fromMs, double... values) {
        for (int i = 0; i < values.length; i++) {
            recording.add(node, metric, fromMs + i * 500L, values[i]);
        }
    }
}
