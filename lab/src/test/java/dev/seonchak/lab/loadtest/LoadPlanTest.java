package dev.seonchak.lab.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.seonchak.lab.load.Schedule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadPlanTest {

    @Test
    void thePlanAsItStandsIs261000RequestsInTwoMinutes() {
        LoadPlan plan =
                new LoadPlan(300, LoadPlan.stages("1000:30s,2500:30s,5000:30s,100:30s"), 50_000, 300, 10_000, 120);

        assertThat(plan.schedule().planned())
                .isEqualTo(261_000)
                .isEqualTo(Schedule.seedPlan().planned());
        assertThat(plan.seconds()).isEqualTo(120);
        assertThat(plan).hasToString("300 → 1000/s in 30s → 2500/s in 30s → 5000/s in 30s → 100/s in 30s");
    }

    @Test
    void minutesAndHoursAreSecondsToo() {
        assertThat(LoadPlan.stages("10:2m, 20:1h"))
                .isEqualTo(List.of(new LoadPlan.Stage(10, 120), new LoadPlan.Stage(20, 3600)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1000", "1000:30", "1000:0s", "-1:30s", "1000:30s,", "1e3:30s"})
    void whatIsNoStageIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> LoadPlan.stages(text));
    }
}
