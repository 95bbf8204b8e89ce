package dev.seonchak.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.lab.load.Attempt;
import dev.seonchak.lab.load.Series;
import org.junit.jupiter.api.Test;

class RecoveryTimeTest {
    private static final long START_MS = 1_000_000;
    private static final double LIMIT_MS = 50;

    private final Series series = new Series(RecoveryTime.SLICE_MS);

    RecoveryTimeTest() {
        series.started(START_MS, 0);
    }

    @Test
    void it_counts_from_the_first_of_four_calm_slices_in_a_row() {
        accepted(0, 2_000, 10);
        accepted(2_000, 3_000, 400);
        accepted(3_000, 3_500, 10);
        accepted(3_500, 3_750, 400);
        accepted(3_750, 6_000, 10);

        RecoveryTime back = RecoveryTime.of(series, START_MS + 2_500, Long.MAX_VALUE, LIMIT_MS);

        assertThat(back.seen()).isTrue();
        assertThat(back.atMs()).hasValue(START_MS + 3_750);
    }

    @Test
    void whoever_was_never_slow_is_back_at_once() {
        accepted(0, 6_000, 10);

        assertThat(RecoveryTime.of(series, START_MS + 2_500, Long.MAX_VALUE, LIMIT_MS)
                        .atMs())
                .hasValue(START_MS + 2_500);
    }

    @Test
    void still_slow_at_the_end_is_never() {
        accepted(0, 6_000, 400);

        RecoveryTime back = RecoveryTime.of(series, START_MS + 2_500, Long.MAX_VALUE, LIMIT_MS);

        assertThat(back.seen()).isTrue();
        assertThat(back.atMs()).isEmpty();
    }

    @Test
    void too_few_202s_say_nothing() {
        accepted(0, 2_000, 10);

        assertThat(RecoveryTime.of(series, START_MS + 2_000, Long.MAX_VALUE, LIMIT_MS)
                        .seen())
                .isFalse();
    }

    @Test
    void without_a_before_there_is_nothing_to_compare_with() {
        accepted(0, 6_000, 10);

        assertThat(RecoveryTime.of(series, START_MS, Long.MAX_VALUE, RecoveryTime.limitMs(Double.NaN))
                        .seen())
                .isFalse();
    }

    @Test
    void the_next_fault_is_another_story() {
        accepted(0, 3_000, 400);
        accepted(3_000, 6_000, 10);

        RecoveryTime back = RecoveryTime.of(series, START_MS + 1_000, START_MS + 3_000, LIMIT_MS);

        assertThat(back.seen()).isTrue();
        assertThat(back.atMs()).isEmpty();
    }

    @Test
    void a_fast_system_may_be_as_slow_as_a_busy_machine_makes_it() {
        assertThat(RecoveryTime.limitMs(3)).isEqualTo(50);
        assertThat(RecoveryTime.limitMs(40)).isEqualTo(80);
    }

    private void accepted(long fromMs, long toMs, long latencyMs) {
        for (long us = fromMs * 1_000; us < toMs * 1_000; us += 5_000) {
            long dueNs = us * 1_000;
            series.finished(new Attempt(
                    1, us, 0, 1, dueNs, dueNs, dueNs + latencyMs * 1_000_000, ClientOutcome.ACCEPTED, 1, true));
        }
    }
}
