package dev.seonchak.lab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final long S = 1_000_000_000;

    @Test
    void thePlanAsksForExactly261000RequestsIn120Seconds() {
        Schedule plan = Schedule.seedPlan();

        assertThat(plan.planned()).isEqualTo(261_000);
        assertThat(plan.plannedCounted()).isEqualTo(261_000);
        assertThat(plan.endNs()).isEqualTo(120 * S);
    }

    @Test
    void everyStageOfThePlanBeginsWithTheRequestThatTheAreaBeforeItSays() {
        Schedule plan = Schedule.seedPlan();

        assertThat(plan.dueNs(0)).isZero();
        assertThat(plan.dueNs(19_500)).isEqualTo(30 * S);
        assertThat(plan.dueNs(19_500 + 52_500)).isEqualTo(60 * S);
        assertThat(plan.dueNs(19_500 + 52_500 + 112_500)).isEqualTo(90 * S);
    }

    @Test
    void theDueInstantInvertsTheIntegralOfTheRate() {
        Schedule ramp = Schedule.of(List.of(new Schedule.Segment(300, 1000, 30_000)));

        for (long k = 0; k < ramp.planned(); k += 7) {
            double s = ramp.dueNs(k) / 1e9;
            assertThat(300 * s + 700.0 / 60 * s * s).isCloseTo((double) k, within(1e-3));
        }
    }

    @Test
    void dueInstantsNeverGoBackAndStayInsideTheSchedule() {
        Schedule plan = Schedule.seedPlan().warmedUp(300, 2_500);
        long last = -1;
        for (long k = 0; k < plan.planned(); k++) {
            long due = plan.dueNs(k);
            assertThat(due).isGreaterThanOrEqualTo(last).isLessThan(plan.endNs());
            last = due;
        }
    }

    @Test
    void aWarmUpComesFirstAndIsNotCounted() {
        Schedule schedule = Schedule.constant(1000, 2_000).warmedUp(100, 500);

        assertThat(schedule.planned()).isEqualTo(2_050);
        assertThat(schedule.plannedCounted()).isEqualTo(2_000);
        assertThat(schedule.countFromNs()).isEqualTo(S / 2);
        assertThat(schedule.dueNs(49)).isLessThan(S / 2);
        assertThat(schedule.dueNs(50)).isEqualTo(S / 2);
    }

    @Test
    void aHerdIsSilentAndThenAtItsFullRateFromTheFirstInstant() {
        Schedule herd = Schedule.herd(5_000, 1_000, 2_000);

        assertThat(herd.planned()).isEqualTo(10_000);
        assertThat(herd.dueNs(0)).isEqualTo(S);
        assertThat(herd.dueNs(1)).isEqualTo(S + 200_000);
        assertThat(herd.countFromNs()).isEqualTo(S);
        assertThat(herd.warmedUp(10, 500).plannedCounted()).isEqualTo(10_000);
        assertThat(herd.warmedUp(10, 500).countFromNs()).isEqualTo(S + S / 2);
        assertThat(herd.perSAt(S / 2)).isZero();
        assertThat(herd.perSAt(S)).isEqualTo(5_000);
    }

    @Test
    void aRampFromZeroHasAFirstRequest() {
        Schedule ramp = Schedule.of(List.of(new Schedule.Segment(0, 100, 1_000)));

        assertThat(ramp.planned()).isEqualTo(50);
        assertThat(ramp.dueNs(0)).isZero();
        assertThat(ramp.dueNs(49)).isLessThan(S);
    }

    @Test
    void aRequestBeyondThePlanIsAnError() {
        Schedule schedule = Schedule.constant(10, 1_000);

        assertThatThrownBy(() -> schedule.dueNs(10)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
