package dev.seonchak.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CpuMeterTest {
    @Test
    void readsUserAndSystemTimeBehindANameWithBlanksAndParentheses() {
        String stat = "42 (a (b) c) S 1 42 42 0 -1 4194560 100 0 0 0 250 150 7 7 20 0 1 0 99 0 0";

        assertThat(CpuMeter.cpuS(stat)).isEqualTo(4.0);
    }

    @Test
    void knowsItsOwnProcessAndSaysNothingOfOneThatIsNotThere() {
        assertThat(CpuMeter.cpuS(ProcessHandle.current().pid())).isPositive();
        assertThat(CpuMeter.cpuS(Integer.MAX_VALUE)).isNaN();
    }

    @Test
    void reportsEveryNameItWasGiven() {
        CpuMeter meter = new CpuMeter(Map.of("me", ProcessHandle.current().pid(), "nobody", (long) Integer.MAX_VALUE));
        meter.start();
        Map<String, Double> used = meter.stop();

        assertThat(used.get(CpuMeter.SELF)).isNotNegative();
        assertThat(used.get("me")).isNotNegative();
        assertThat(used.get("nobody")).isNaN();
    }
}
