package dev.seonchak.lab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TargetTest {
    @Test
    void thisMachineMayAlwaysBeLoaded() {
        assertThat(Target.parse("http://127.0.0.1:8080", false)).isEqualTo(new Target("127.0.0.1", 8080));
        assertThat(Target.parse("http://localhost:81/", false).port()).isEqualTo(81);
    }

    @Test
    void anotherMachineOnlyByItsOwner() {
        assertThatThrownBy(() -> Target.parse("http://192.0.2.1:8080", false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--i-own-the-target");
        assertThat(Target.parse("http://192.0.2.1:8080", true).host()).isEqualTo("192.0.2.1");
    }

    @Test
    void aTargetIsPlainHttpWithoutAPath() {
        for (String url : new String[] {"https://127.0.0.1", "127.0.0.1:8080", "http://127.0.0.1/coupons"}) {
            assertThatThrownBy(() -> Target.parse(url, true)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
