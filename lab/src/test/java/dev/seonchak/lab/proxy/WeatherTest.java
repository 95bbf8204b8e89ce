package dev.seonchak.lab.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seonchak.lab.proxy.Weather.Passage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WeatherTest {
    private static final Duration MS_200 = Duration.ofMillis(200);

    @Test
    void printsInWords() {
        assertThat(Weather.clear()).hasToString("clear");
        assertThat(Weather.delay(MS_200)).hasToString("200 ms of delay");
        assertThat(Weather.delay(MS_200, Duration.ofMillis(50))).hasToString("200 ms ± 50 ms of delay");
        assertThat(Weather.throttle(1000)).hasToString("at most 1000 bytes/s a connection");
        assertThat(Weather.blackHole()).hasToString("nothing passes");
        assertThat(Weather.refuse()).hasToString("new connections refused");
        assertThat(Weather.resets(0.015)).hasToString("1.50 % of chunks reset their connection");
        assertThat(Weather.lose()).hasToString("everything lost");
        assertThat(Weather.lose(1)).hasToString("the next chunk lost");
        assertThat(Weather.lose(3)).hasToString("the next 3 chunks lost");
        assertThat(Weather.lose(MS_200)).hasToString("everything lost for 200 ms");
        assertThat(Weather.blackHole().and(Weather.refuse())).hasToString("nothing passes, new connections refused");
    }

    @Test
    void twoAtOnceAreNeverMilderThanOne() {
        Weather both = Weather.delay(MS_200, Duration.ofMillis(10))
                .and(Weather.delay(Duration.ofMillis(5)))
                .and(Weather.throttle(100))
                .and(Weather.throttle(2000))
                .and(Weather.resets(0.5))
                .and(Weather.resets(0.5))
                .and(Weather.lose(7))
                .and(Weather.refuse());

        assertThat(both)
                .isEqualTo(new Weather(
                        Duration.ofMillis(205),
                        Duration.ofMillis(10),
                        100,
                        0.75,
                        Passage.LOST,
                        7,
                        Duration.ZERO,
                        true));
        assertThat(both.and(Weather.blackHole()).passage()).isEqualTo(Passage.HELD);
        assertThat(Weather.blackHole().and(both).passage()).isEqualTo(Passage.HELD);
        assertThat(both.and(Weather.clear())).isEqualTo(both);
        assertThat(Weather.clear().and(both)).isEqualTo(both);
    }

    @Test
    void whatCannotBeIsRefusedWithASentence() {
        assertThatThrownBy(() -> Weather.delay(Duration.ofMillis(-1))).hasMessageContaining("negative time");
        assertThatThrownBy(() -> Weather.throttle(0)).hasMessageContaining("blackHole()");
        assertThatThrownBy(() -> Weather.resets(1.1)).hasMessageContaining("0 to 1, not 1.1");
        assertThatThrownBy(() -> Weather.resets(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Weather.lose(0)).hasMessageContaining("at least one chunk");
        assertThatThrownBy(() -> Weather.lose(Duration.ZERO)).hasMessageContaining("some time");
    }
}
