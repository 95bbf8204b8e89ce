package dev.seonchak.lab.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.lab.load.Attempt;
import dev.seonchak.lab.load.RecordedHistory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class K6SamplesTest {

    private static final String BEGAN = "asked=1795391926000.25|";

    private final RecordedHistory history = new RecordedHistory();
    private final K6Samples samples = new K6Samples(8, history);

    @Test
    void anAnswerIsARequestOfTheHistoryWhoseTimesHoldTheTrueOnes() {
        samples.accept(answer("1795391926091413736", "62.017318", "accepted", "1795391926022|30218|12"));

        assertThat(attempts())
                .containsExactly(new Attempt(
                        8,
                        30218,
                        0,
                        1,
                        91_413_736 - 62_017_318,
                        22_000_000,
                        91_413_736,
                        ClientOutcome.ACCEPTED,
                        12,
                        true));
        assertThat(history.startedAtMs()).isEqualTo(1_795_391_926_000L);
    }

    @Test
    void aRefusalHasNoSerial() {
        samples.accept(answer("1795391926100000000", "1", "sold-out", "1795391926099|7"));

        assertThat(attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.user()).isEqualTo(7);
            assertThat(attempt.serial()).isZero();
        });
    }

    @Test
    void samplesOfOtherMetricsAreNoAnswers() {
        samples.accept("metric_name,timestamp,metric_value,check,error,extra_tags,metadata");
        samples.accept("http_req_duration,1795391926091413736,62.0,,,,true,,POST,CouponIssue,HTTP/1.1,s,,202,,,u,,");
        samples.accept("coupon_outcomes,1795391926091462720,1.000000,,,,,,,,,s,,,,,,outcome=accepted,");

        assertThat(samples.answers()).isZero();
    }

    @Test
    void whatCannotBeReadIsNotPassedOver() {
        String bad = answer("1795391926100000000", "1", "lost-in-space", "1795391926099|7");

        assertThatThrownBy(() -> samples.accept(bad))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("lost-in-space");
    }

    private static String answer(String endNs, String ms, String outcome, String asked) {
        return "coupon_answer," + endNs + "," + ms + ",,,,,,,,,s,,,,,,outcome=" + outcome + "," + BEGAN + asked;
    }

    private List<Attempt> attempts() {
        List<Attempt> all = new ArrayList<>();
        history.forEach(all::add);
        return all;
    }
}
