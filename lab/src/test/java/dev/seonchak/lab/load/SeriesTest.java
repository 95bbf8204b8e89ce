package dev.seonchak.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.core.audit.ClientOutcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private static final long MS = 1_000_000;

    private final Series series = new Series(250);

    @Test
    void aRequestBelongsToTheSliceInWhichItWasDueHoweverLateItsAnswer() {
        series.started(10_000, 0);
        put(249, 60_000, ClientOutcome.ACCEPTED);
        put(250, 1, ClientOutcome.ACCEPTED);

        assertThat(series.slices()).extracting(Series.Slice::due).containsExactly(1L, 1L);
        assertThat(series.slices().getFirst().accepted().maxMs()).isEqualTo(60_000);
    }

    @Test
    void quietSlicesAreThereAndEachHasItsWallClock() {
        series.started(10_000, 0);
        put(0, 1, ClientOutcome.TIMEOUT);
        put(800, 1, ClientOutcome.TIMEOUT);

        assertThat(series.slices()).extracting(Series.Slice::startMs).containsExactly(0L, 250L, 500L, 750L);
        assertThat(series.slices())
                .extracting(Series.Slice::wallClockMs)
                .containsExactly(10_000L, 10_250L, 10_500L, 10_750L);
        assertThat(series.slices()).extracting(Series.Slice::due).containsExactly(1L, 0L, 0L, 1L);
    }

    @Test
    void latenciesAreExactAndApartByKind() {
        for (int ms = 1; ms <= 200; ms++) {
            put(0, ms, ClientOutcome.ACCEPTED);
        }
        put(0, 500, ClientOutcome.SOLD_OUT);
        put(0, 700, ClientOutcome.OVERLOADED);
        put(0, 9_000, ClientOutcome.TIMEOUT);
        put(0, 0, ClientOutcome.LEFT);

        Series.Slice slice = series.slices().getFirst();

        assertThat(slice.accepted()).isEqualTo(new Latency(200, 100, 190, 198, 200, 200));
        assertThat(slice.refused()).isEqualTo(new Latency(1, 500, 500, 500, 500, 500));
        assertThat(slice.answered()).isEqualTo(new Latency(202, 101, 192, 200, 700, 700));
        assertThat(slice.outcomes())
                .isEqualTo(Map.of(
                        ClientOutcome.ACCEPTED, 200L,
                        ClientOutcome.SOLD_OUT, 1L,
                        ClientOutcome.OVERLOADED, 1L,
                        ClientOutcome.TIMEOUT, 1L,
                        ClientOutcome.LEFT, 1L));
    }

    private void put(long dueMs, long latencyMs, ClientOutcome outcome) {
        HistoryTest.put(
                series, new Attempt(8, 1, 0, 1, dueMs * MS, dueMs * MS, (dueMs + latencyMs) * MS, outcome, 0, true));
    }
}
