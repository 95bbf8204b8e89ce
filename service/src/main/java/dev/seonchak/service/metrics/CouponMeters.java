package dev.seonchak.service.metrics;

import dev.seonchak.core.ledger.CouponBook;
import dev.seonchak.core.ledger.CouponLedger;
import dev.seonchak.core.ledger.Ledger;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * Quantity, issued and remaining of each coupon that is not over, as the ledger has them when somebody asks. Which coupons
 * those are is looked up every second, on a virtual thread; at most the {@value #MOST} that were defined last, because every
 * one is a time series of its own.
 */
public final class CouponMeters implements AutoCloseable {

    private static final int MOST = 50;
    private static final long EVERY_MS = 1_000;
    private static final Comparator<CouponLedger> LAST_DEFINED_FIRST = Comparator.comparingLong(
                    CouponLedger::definedAtMs)
            .thenComparingLong(coupon -> coupon.book().couponId())
            .reversed();

    private final Ledger ledger;
    private final LongSupplier wallClockMs;
    private final MultiGauge quantity;
    private final MultiGauge issued;
    private final MultiGauge remaining;
    private final Thread thread = Thread.ofVirtual().name("coupon-meters").unstarted(this::run);

    /** Meters of no coupon, before {@link #start}. */
    public CouponMeters(MeterRegistry registry, Ledger ledger, LongSupplier wallClockMs) {
        this.ledger = ledger;
        this.wallClockMs = wallClockMs;
        quantity = gauge(registry, "quantity", "Units of the coupon in all");
        issued = gauge(registry, "issued", "Units of the coupon that are issued");
        remaining = gauge(registry, "remaining", "Units of the coupon still to be had");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder("seonchak.coupon." + name)
                .description(description)
                .register(registry);
    }

    /** Begins to look for coupons. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                refresh();
                Thread.sleep(EVERY_MS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void refresh() {
        List<CouponLedger> shown = ledger.coupons().stream()
                .filter(this::notOver)
                .sorted(LAST_DEFINED_FIRST)
                .limit(MOST)
                .toList();
        quantity.register(rows(shown, CouponBook::quantity));
        issued.register(rows(shown, CouponBook::issued));
        remaining.register(rows(shown, CouponBook::remaining));
    }

    private boolean notOver(CouponLedger coupon) {
        CouponBook book = coupon.book();
        return !book.closedAt(Math.max(ledger.logTimeMs(book.couponId()), wallClockMs.getAsLong()));
    }

    private static List<Row<?>> rows(List<CouponLedger> coupons, ToIntFunction<CouponBook> value) {
        List<Row<?>> rows = new ArrayList<>();
        for (CouponLedger coupon : coupons) {
            var tags = Tags.of("coupon", Long.toString(coupon.book().couponId()));
            rows.add(Row.of(tags, coupon, one -> value.applyAsInt(one.book())));
        }
        return rows;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
