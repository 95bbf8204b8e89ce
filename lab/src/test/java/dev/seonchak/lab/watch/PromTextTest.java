package dev.seonchak.lab.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromTextTest {
    @Test
    void readsNamesLabelsAndValues() {
        String text = """
                # HELP seonchak_recorder_lag Records in the log
                # TYPE seonchak_recorder_lag gauge
                seonchak_recorder_lag{partition="0"} 12.0
                seonchak_recorder_lag{partition="1"} NaN
                process_cpu_usage 0.25
                seonchak_claims_waited_seconds_bucket{le="+Inf",} +Inf
                with_time 1.5e3 1700000000000
                odd{a="x } y \\" z",b="2"} -Inf

                last 1""";

        assertThat(samples(text))
                .containsExactly(
                        "seonchak_recorder_lag|seonchak_recorder_lag{partition=\"0\"}|12.0",
                        "seonchak_recorder_lag|seonchak_recorder_lag{partition=\"1\"}|NaN",
                        "process_cpu_usage|process_cpu_usage|0.25",
                        "seonchak_claims_waited_seconds_bucket|seonchak_claims_waited_seconds_bucket{le=\"+Inf\",}|Infinity",
                        "with_time|with_time|1500.0",
                        "odd|odd{a=\"x } y \\\" z\",b=\"2\"}|-Infinity",
                        "last|last|1.0");
    }

    @Test
    void leavesOutWhatIsNoSample() {
        assertThat(samples("<html>\nname\nname value\nname{a=\"b\" 1\n{} \n\r\n"))
                .isEmpty();
    }

    @Test
    void findsALabelBesideOthersThatContainItsName() {
        String key = "m{xkind=\"no\",other=\"kind=\\\"bad\\\",\",kind=\"pool\",}";

        assertThat(PromText.label(key, "kind")).isEqualTo("pool");
        assertThat(PromText.label(key, "absent")).isEmpty();
        assertThat(PromText.label("m", "kind")).isEmpty();
    }

    private static List<String> samples(String text) {
        List<String> samples = new ArrayList<>();
        PromText.parse(text, (name, key, value) -> samples.add(name + "|" + key + "|" + value));
        return samples;
    }
}
