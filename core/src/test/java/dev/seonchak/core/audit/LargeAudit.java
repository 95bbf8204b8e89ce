package dev.seonchak.core.audit;

import dev.seonchak.core.record.Decoded;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import dev.seonchak.core.recorder.Issuance;
import dev.seonchak.core.recorder.LogEntry;
import dev.seonchak.core.recorder.LogPosition;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A sound coupon of millions of units, made up on the fly, through the whole audit: how long it takes and how much heap it
 * needs. No test; run by hand, with a heap to find out whether it is enough:
 *
 * <pre>java -Xmx1g -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -cp core/target/classes:core/target/test-classes:jackson-core.jar
 *     dev.seonchak.core.audit.LargeAudit 10000000 [histories]</pre>
 */
final class LargeAudit {

    private static final long COUPON = 8;

    private LargeAudit() {}

    public static void main(String[] args) {
        int units = Integer.parseInt(args[0]);
        boolean told = args.length > 1;
        long beganNs = System.nanoTime();
        CaseFile file = CaseFile.of(COUPON, 4)
                .with(told ? histories(units) : null)
                .with(log(units))
                .with(rows(units))
                .with(gate(units));
        AuditReport report = CouponCase.judge(file);
        double seconds = (System.nanoTime() - beganNs) / 1e9;
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(java.lang.management.MemoryUsage::getUsed)
                .sum();
        System.out.printf(
                "%s, judged %d, %d units%s, %.1f s, heap at most %d MB used, %d MB allowed%n",
                report.verdict(),
                report.judged(),
                units,
                told ? " with histories" : "",
                seconds,
                peak >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
    }

    /** Spread over all ids, each once. */
    private static long user(int serial) {
        return 1 + ((serial * 0x9E3779B97F4A7C15L) >>> 1);
    }

    private static Issuance row(int serial) {
        return new Issuance(COUPON, serial, user(serial), "claim" + serial, serial);
    }

    private static LogEvidence log(int units) {
        return new LogEvidence() {
            private int at;

            @Override
            public @Nullable LogEntry next() {
                int offset = at++;
                if (offset > units) {
                    return null;
                }
                return new LogEntry(
                        offset,
                        offset,
                        new Decoded.Known(
                                offset == 0
                                        ? new CouponDefined(COUPON, "large", units, 0, Long.MAX_VALUE)
                                        : new Claimed(COUPON, user(offset), "claim" + offset)));
            }

            @Override
            public void toEnd() {}

            @Override
            public String topicId() {
                return "topic";
            }
        };
    }

    private static RowsEvidence rows(int units) {
        return new RowsEvidence() {
            @Override
            public LogPosition position() {
                return new LogPosition(units + 1L, units);
            }

            @Override
            public String topicId() {
                return "topic";
            }

            @Override
            public StoredCoupon coupon() {
                return new StoredCoupon(units, 0, Long.MAX_VALUE, false, units, 0);
            }

            @Override
            public List<Displaced> displaced() {
                return List.of();
            }

            @Override
            public Iterator<Issuance> rows() {
                return IntStream.rangeClosed(1, units).mapToObj(LargeAudit::row).iterator();
            }
        };
    }

    private static GateEvidence gate(int units) {
        return new GateEvidence() {
            @Override
            public GateCounts counts() {
                return new GateCounts(true, 0, units, Set.of());
            }

            @Override
            public void members(LongConsumer each) {
                IntStream.rangeClosed(1, units).forEach(serial -> each.accept(user(serial)));
            }

            @Override
            public boolean again() {
                return false;
            }
        };
    }

    private static Histories histories(int units) {
        return new Histories() {
            @Override
            public void forEach(Consumer<Answer> consumer) {
                for (int serial = 1; serial <= units; serial++) {
                    long ns = serial * 1_000_000L;
                    consumer.accept(new Answer(COUPON, user(serial), ns, ns + 1, ClientOutcome.ACCEPTED, serial));
                }
            }

            @Override
            public boolean complete() {
                return true;
            }

            @Override
            public boolean oneClock() {
                return true;
            }
        };
    }
}
