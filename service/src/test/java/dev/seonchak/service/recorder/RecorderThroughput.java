package dev.seonchak.service.recorder;

import com.zaxxer.hikari.HikariDataSource;
import dev.seonchak.audit.DatabaseAddress;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import dev.seonchak.service.config.Config;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A measurement, not a test: how fast a recorder drains a log of claims of distinct users that is already there, and what it
 * costs. Arguments: number of claims, of coupons, of partitions.
 */
final class RecorderThroughput {

    private RecorderThroughput() {}

    public static void main(String[] arguments) throws Exception {
        int claims = Integer.parseInt(arguments[0]);
        int coupons = Integer.parseInt(arguments[1]);
        int partitions = Integer.parseInt(arguments[2]);
        try (var log = new TestLog(partitions)) {
            for (int c = 1; c <= coupons; c++) {
                log.append(new CouponDefined(c, "coupon", claims, 0, Long.MAX_VALUE));
            }
            var users = new Random(1).longs(1, Long.MAX_VALUE).limit(claims).iterator();
            for (int i = 0; users.hasNext(); i++) {
                log.append(new Claimed(1 + i % coupons, users.nextLong(), "0123456789abcdef-" + i));
            }
            log.flush();
            DatabaseAddress database = TestServers.migratedDatabase();
            var registry = new SimpleMeterRegistry();
            try (var pool =
                    Database.pool(DatabaseOptions.of(log.config(database).recorder()), registry)) {
                // Twice: the second time everything is compiled and warm.
                for (int round = 1; round <= 2; round++) {
                    drain(log.config(database), claims, round, registry, pool);
                    for (String table : new String[] {"issuance", "coupon", "log_position"}) {
                        Model.execute(database, "TRUNCATE TABLE " + table);
                    }
                }
            }
        }
        TestServers.STACK.close();
    }

    private static void drain(Config config, int claims, int round, SimpleMeterRegistry registry, HikariDataSource pool)
            throws Exception {
        var options = RecorderOptions.of(TestLog.KAFKA, config.log(), config.recorder());
        double before = rows(registry);
        long cpuNanos = cpuNanos();
        double serverCpuMs = serverCpuMs();
        long startNanos = System.nanoTime();
        Recorder recorder =
                Recorder.start(options, pool, new Schema(pool), registry, InstantSource.system(), new Random(1));
        long firstNanos = 0;
        while (rows(registry) - before < claims) {
            if (firstNanos == 0 && rows(registry) > before) {
                firstNanos = System.nanoTime();
            }
            LockSupport.parkNanos(2_000_000);
        }
        long endNanos = System.nanoTime();
        double seconds = (endNanos - firstNanos) / 1e9;
        System.out.printf(
                "round %d: %d rows in %.2f s = %.0f rows/s (%.2f s with joining the group); CPU a row: recorder %.1f us,"
                        + " MySQL %.1f us; mean transaction %.1f ms%n",
                round,
                claims,
                seconds,
                claims / seconds,
                (endNanos - startNanos) / 1e9,
                (cpuNanos() - cpuNanos) / 1e3 / claims,
                (serverCpuMs() - serverCpuMs) * 1e3 / claims,
                registry.find("seonchak.recorder.batch").timers().stream()
                        .mapToDouble((Timer t) -> t.mean(TimeUnit.MILLISECONDS))
                        .sum());
        recorder.close();
    }

    private static double rows(SimpleMeterRegistry registry) {
        var counter = registry.find("seonchak.recorder.rows").counter();
        return counter == null ? 0 : counter.count();
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static double serverCpuMs() {
        return ProcessHandle.of(TestServers.STACK.mysql().pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .map(java.time.Duration::toMillis)
                .orElse(0L);
    }
}
