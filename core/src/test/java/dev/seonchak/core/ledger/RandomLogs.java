package dev.seonchak.core.ledger;

import dev.seonchak.core.record.LogRecord;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponClosed;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import dev.seonchak.core.record.LogRecord.CouponRestocked;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Random logs of few coupons, few users and few units, so that everything happens to the same ones: second definitions,
 * restocks that raise nothing, claims before, within and after windows, records in partitions where they do not belong,
 * and an append time that runs back.
 */
public final class RandomLogs {

    /** Partitions of every random log. */
    public static final int PARTITIONS = 3;

    private static final long LATEST_MS = 100;

    private RandomLogs() {}

    /** A log of up to sixty records. */
    public static Arbitrary<List<Step>> logs() {
        return step().list().ofMaxSize(60);
    }

    private static Arbitrary<Step> step() {
        Arbitrary<Integer> astray = Arbitraries.frequency(Tuple.of(12, 0), Tuple.of(1, 1), Tuple.of(1, 2));
        return Combinators.combine(record(), astray, times()).as((record, off, time) -> {
            int home = Ledger.partitionOf(record.couponId(), PARTITIONS);
            return new Step((home + off) % PARTITIONS, record, time);
        });
    }

    private static Arbitrary<LogRecord> record() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, definitions()),
                Tuple.of(12, claims()),
                Tuple.of(2, Combinators.combine(coupons(), quantities()).as(CouponRestocked::new)),
                Tuple.of(1, coupons().map(CouponClosed::new)));
    }

    private static Arbitrary<LogRecord> definitions() {
        Arbitrary<Long> opens = Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.just(0L)), Tuple.of(1, times()));
        Arbitrary<Long> length =
                Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.just(Long.MAX_VALUE)), Tuple.of(1, times()));
        return Combinators.combine(coupons(), quantities(), opens, length)
                .as((id, quantity, open, ms) -> new CouponDefined(
                        id, "coupon " + quantity, quantity, open, ms == Long.MAX_VALUE ? ms : open + ms + 1));
    }

    private static Arbitrary<LogRecord> claims() {
        return Combinators.combine(
                        coupons(),
                        Arbitraries.longs().between(1, 6),
                        Arbitraries.integers().between(1, 40))
                .as((coupon, user, claim) -> new Claimed(coupon, user, "c" + claim));
    }

    private static Arbitrary<Long> coupons() {
        return Arbitraries.longs().between(1, 4);
    }

    private static Arbitrary<Integer> quantities() {
        return Arbitraries.integers().between(1, 5);
    }

    private static Arbitrary<Long> times() {
        return Arbitraries.longs().between(0, LATEST_MS);
    }
}
