package dev.seonchak.lab.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecordingTest {
    private static final long FRESH_MS = 600;

    private final Recording recording = new Recording();

    @Test
    void aSeriesKnowsItsValuesAtInstantsAndItsGaps() {
        for (long ms : new long[] {1000, 1250, 3000}) {
            recording.add("a", "m", ms, (double) ms);
        }
        Series series = recording.series("a", "m");

        assertThat(series.at(999)).isNaN();
        assertThat(series.at(1249)).isEqualTo(1000);
        assertThat(series.at(2999)).isEqualTo(1250);
        assertThat(series.at(2999, FRESH_MS)).isNaN();
        assertThat(series.at(1850, FRESH_MS)).isEqualTo(1250);
        assertThat(series.after(1250).size()).isEqualTo(2);
        assertThat(series.between(1001, 2999).max()).isEqualTo(1250);
        assertThat(series.between(3001, 9000).isEmpty()).isTrue();
        assertThat(series.last()).isEqualTo(3000);
        assertThat(Series.EMPTY.last()).isNaN();
        assertThat(Series.EMPTY.max()).isNaN();
        assertThat(Series.EMPTY.increase()).isNaN();
        assertThat(recording.series("nobody", "m").isEmpty()).isTrue();
    }

    @Test
    void aCounterGrowsOverARestart() {
        double[] values = {5, 8, Double.NaN, 8, 2, 3};
        for (int i = 0; i < values.length; i++) {
            recording.add("a", "c", i, values[i]);
        }

        assertThat(recording.series("a", "c").increase()).isEqualTo(3 + 2 + 1);
    }

    @Test
    void aSeriesIsBoundedAndKeepsItsOrder() {
        for (int i = 0; i < 2 * Recording.MAX_VALUES; i++) {
            recording.add("a", "m", i, i);
        }
        Series series = recording.series("a", "m");

        assertThat(series.size()).isLessThanOrEqualTo(Recording.MAX_VALUES);
        assertThat(series.timeMs(0)).isZero();
        assertThat(series.last()).isEqualTo(2.0 * Recording.MAX_VALUES - 1);
        assertThat(series.at(1001)).isBetween(990.0, 1001.0);
    }

    @Test
    void lagIsZeroOnceItIsAndStaysSoForASecond() {
        lag("a", 0, 0, 10_000, ms -> ms < 2000 ? 7 : ms == 3000 ? 1 : 0);

        assertThat(recording.lagZeroAt(0, FRESH_MS)).hasValue(3250);
        assertThat(recording.lagZeroAt(2500, FRESH_MS)).hasValue(3250);
        assertThat(recording.lagZeroAt(5000, FRESH_MS)).hasValue(5000);
        assertThat(recording.lagZeroAt(9500, FRESH_MS)).isEmpty();
    }

    @Test
    void aPartitionWithoutAnOwnerIsNotZero() {
        lag("a", 0, 0, 6000, ms -> 0);
        lag("a", 1, 0, 6000, ms -> ms < 2000 ? 0 : Double.NaN);
        lag("b", 0, 0, 6000, ms -> Double.NaN);
        lag("b", 1, 0, 6000, ms -> ms < 4000 ? Double.NaN : 0);

        assertThat(recording.lagZeroAt(0, FRESH_MS)).hasValue(0);
        assertThat(recording.lagZeroAt(2000, FRESH_MS)).hasValue(4000);
    }

    @Test
    void aNodeThatDoesNotAnswerOwnsNothingHoweverFreshItsLastWord() {
        lag("a", 0, 0, 6000, ms -> 0);
        lag("b", 0, 0, 6000, ms -> Double.NaN);
        lag("b", 1, 0, 2000, ms -> 0);
        for (long ms = 0; ms <= 6000; ms += 250) {
            recording.add("b", Recording.UP, ms, ms <= 2000 ? 1 : 0);
        }

        assertThat(recording.lagZeroAt(1250, FRESH_MS)).isEmpty();
        assertThat(recording.lagZeroAt(1000, FRESH_MS)).hasValue(1000);
    }

    @Test
    void twoOwnersAddUpAndNoRecorderIsUnknown() {
        assertThat(recording.lagZeroAt(0, FRESH_MS)).isEmpty();
        lag("a", 0, 0, 3000, ms -> 0);
        lag("b", 0, 0, 3000, ms -> 1);

        assertThat(recording.lagZeroAt(0, FRESH_MS)).isEmpty();
    }

    @Test
    void silenceInBetweenIsNoEvidence() {
        lag("a", 0, 0, 500, ms -> 0);
        lag("a", 0, 5000, 5500, ms -> 0);

        assertThat(recording.lagZeroAt(0, FRESH_MS)).isEmpty();
    }

    private interface Lag {
        double at(long ms);
    }

    private void lag(String node, int partition, long fromMs, long toMs, Lag lag) {
        for (long ms = fromMs; ms <= toMs; ms += 250) {
            recording.add(node, "seonchak_recorder_lag{partition=\"" + partition + "\"}", ms, lag.at(ms));
        }
    }
}
