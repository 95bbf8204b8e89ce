package dev.seonchak.lab.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InfluxTargetTest {

    @Test
    void a_password_is_for_k6_and_for_nobody_else() {
        InfluxTarget target = InfluxTarget.parse("https://writer:p%40ss@influx.example:8086/k6");

        assertThat(target.variables())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "K6_INFLUXDB_ADDR", "https://influx.example:8086",
                        "K6_INFLUXDB_DB", "k6",
                        "K6_INFLUXDB_USERNAME", "writer",
                        "K6_INFLUXDB_PASSWORD", "p@ss"));
        assertThat(target).hasToString("https://writer:***@influx.example:8086/k6");
    }

    @Test
    void without_a_login_there_is_none() {
        assertThat(InfluxTarget.parse("http://localhost/k6").variables())
                .containsOnlyKeys("K6_INFLUXDB_ADDR", "K6_INFLUXDB_DB")
                .containsEntry("K6_INFLUXDB_ADDR", "http://localhost");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8086/k6",
                "http://localhost:8086",
                "http://localhost:8086/",
                "ftp://h/k6",
                "http://h/a b"
            })
    void what_names_no_database_is_refused_with_an_example(String url) {
        assertThatThrownBy(() -> InfluxTarget.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("such as http://localhost:8086/k6")
                .hasMessageContaining(url);
    }
}
