package dev.seonchak.service.metrics;

import dev.seonchak.service.config.Config;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.ipc.http.HttpSender;
import io.micrometer.core.ipc.http.HttpUrlConnectionSender;
import io.micrometer.influx.InfluxConfig;
import io.micrometer.influx.InfluxMeterRegistry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends every meter to InfluxDB 1.x, each step what happened in it, and makes the database where it is missing.
 *
 * <p>InfluxDB may be away: its steps are lost, a line now and then says so, and nobody waits for it, the end of the process
 * for at most a second.
 */
final class InfluxExport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InfluxExport.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration QUIET = Duration.ofMinutes(10);
    private static final long CLOSE_MS = 1_000;
    private static final int NO_SUCH_DATABASE = 404;
    private static final int NO_CONTENT = 204;

    private final Config.Influx target;
    private final HttpSender http = new HttpUrlConnectionSender(TIMEOUT, TIMEOUT);
    private final InfluxMeterRegistry registry;
    /** Both are touched by the publishing thread, and at the end by the closing one. */
    private volatile boolean complained;

    private volatile long complainedAtNanos;

    /**
     * Begins to send what is registered.
     *
     * @param node the tag {@code node} of every meter
     */
    InfluxExport(Config.Influx target, String node) {
        this.target = target;
        Map<String, String> settings = new HashMap<>();
        settings.put("influx.uri", target.address());
        settings.put("influx.db", target.database());
        settings.put("influx.step", target.stepS() + "s");
        // Its own way asks for rights that a writer need not have, and never again once the database was there.
        settings.put("influx.autoCreateDb", "false");
        if (!target.user().isEmpty()) {
            settings.put("influx.userName", target.user());
            settings.put("influx.password", target.password());
        }
        InfluxConfig config = settings::get;
        registry = InfluxMeterRegistry.builder(config)
                .clock(Clock.SYSTEM)
                .httpClient(this::send)
                .build();
        registry.config().commonTags("node", node).meterFilter(withoutBuckets());
    }

    MeterRegistry registry() {
        return registry;
    }

    /** As gauges over a sliding window, which they would be here, they add up to nothing. */
    private static MeterFilter withoutBuckets() {
        var none =
                DistributionStatisticConfig.builder().serviceLevelObjectives().build();
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return none.merge(config);
            }
        };
    }

    /** Every answer is called a good one: at another the library would complain, at every step. */
    private HttpSender.Response send(HttpSender.Request request) {
        try {
            HttpSender.Response response = http.send(request);
            if (response.code() == NO_SUCH_DATABASE) {
                createDatabase();
                response = http.send(request);
            }
            if (response.isSuccessful()) {
                well();
            } else {
                unwell(response.code() + " " + response.body());
            }
        } catch (Throwable away) { // that is what the library declares
            unwell(away.toString());
        }
        return new HttpSender.Response(NO_CONTENT, "");
    }

    private void createDatabase() throws Throwable {
        String statement = URLEncoder.encode("CREATE DATABASE \"" + target.database() + "\"", StandardCharsets.UTF_8);
        HttpSender.Response response = http.post(target.address() + "/query?q=" + statement)
                .withBasicAuthentication(target.user(), target.password())
                .send();
        LOG.info(
                "InfluxDB at {} had no database {}; asked for it: {}",
                target.address(),
                target.database(),
                response.code());
    }

    private void unwell(String why) {
        long nowNanos = System.nanoTime();
        if (complainedAtNanos == 0 || nowNanos - complainedAtNanos > QUIET.toNanos()) {
            complainedAtNanos = nowNanos;
            complained = true;
            LOG.warn("InfluxDB at {} takes no meters, which are lost meanwhile: {}", target.address(), why.strip());
        }
    }

    private void well() {
        if (complained) {
            complained = false;
            LOG.info("InfluxDB at {} takes meters.", target.address());
        }
    }

    /** Sends what is left of the last step, if InfluxDB takes it within a second. */
    @Override
    public void close() {
        Thread closer = Thread.ofPlatform().daemon().name("influx-close").start(registry::close);
        try {
            closer.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
