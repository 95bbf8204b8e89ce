package dev.seonchak.service.metrics;

import dev.seonchak.service.config.Config;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * All meters of a process, and the ways out: {@code /metrics} always, InfluxDB where it is configured. Without InfluxDB the
 * registry is Prometheus' own, so that nothing stands between a claim and its counter.
 */
public final class Telemetry implements AutoCloseable {

    private final Config.Influx target;
    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final @Nullable CompositeMeterRegistry both;
    private final ProcessMeters process;
    private @Nullable InfluxExport influx;

    /** The registry and the meters of the process itself. */
    public Telemetry(Config.Influx target) {
        this.target = target;
        both = target.wanted() ? new CompositeMeterRegistry() : null;
        if (both != null) {
            both.add(prometheus);
        }
        process = new ProcessMeters(registry());
    }

    /** Where meters are registered. */
    public MeterRegistry registry() {
        return both == null ? prometheus : both;
    }

    /** The text of {@code /metrics}. */
    public String scrape() {
        return prometheus.scrape();
    }

    /**
     * Begins to send to InfluxDB, if that is configured; also what was registered before.
     *
     * @param node the name of this process, such as {@code 127.0.0.1:8080}
     */
    public void send(String node) {
        if (both != null) {
            influx = new InfluxExport(target, node);
            both.add(influx.registry());
        }
    }

    @Override
    public void close() {
        if (influx != null) {
            influx.close();
        }
        process.close();
        prometheus.close();
    }
}
