package dev.seonchak.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** InfluxDB and Prometheus, where they are installed. */
class WatchersTest {

    @TempDir
    private Path dir = Path.of(".");

    @Test
    void influxdb_comes_back_on_its_port_after_a_kill() throws IOException {
        assumeTrue(InfluxDb.obstacle().isEmpty(), () -> InfluxDb.obstacle().orElse(""));
        try (DataDir home = DataDir.open(dir, Progress.silent())) {
            InfluxDb influx = new InfluxDb(home, Progress.silent());
            influx.start();
            long first = influx.pid();
            influx.kill();
            assertThatThrownBy(() -> Probe.httpStatus(influx.url() + "/ping")).isInstanceOf(IOException.class);
            influx.start();
            assertThat(influx.pid()).isNotEqualTo(first);
            assertThat(Probe.httpStatus(influx.url() + "/query?q=SHOW%20DATABASES"))
                    .isEqualTo(200);
            influx.stop();
            assertThat(influx.alive()).isFalse();
        }
    }

    @Test
    void prometheus_reads_the_configuration_that_it_is_given() throws IOException {
        assumeTrue(Prometheus.obstacle().isEmpty(), () -> Prometheus.obstacle().orElse(""));
        try (DataDir home = DataDir.open(dir, Progress.silent())) {
            Prometheus good = new Prometheus("global:\n  scrape_interval: 1s\n", home, Progress.silent());
            good.start();
            assertThat(Probe.httpStatus(good.url() + "/api/v1/query?query=up")).isEqualTo(200);
            good.stop();
            Prometheus bad = new Prometheus("glbal: {}\n", home, Progress.silent());
            assertThatThrownBy(bad::start)
                    .isInstanceOf(LocalStackException.class)
                    .hasMessageContaining("glbal");
        }
    }

    @Test
    void a_program_that_is_missing_is_named_with_its_package() {
        assertThat(Tool.obstacle("InfluxDB", "no-such-program", "some-package"))
                .hasValueSatisfying(
                        sentence -> assertThat(sentence).contains("no-such-program", "apt-get install some-package"));
        assertThatThrownBy(() -> Tool.require("InfluxDB", "no-such-program", "some-package"))
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("apt-get install some-package");
    }
}
