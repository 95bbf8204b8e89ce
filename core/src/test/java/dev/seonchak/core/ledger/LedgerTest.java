package dev.seonchak.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.core.record.LogRecord.Claimed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class LedgerTest {

    @Property
    void theLedgerGivesTheVerdictsOfTheNaiveModel(@ForAll("logs") List<Step> log) {
        var ledger = new Ledger(RandomLogs.PARTITIONS);
        var naive = new NaiveLedger();
        for (Step step : log) {
            assertThat(apply(ledger, step)).as("%s", step).isEqualTo(naive.apply(step));
        }
        for (long coupon = 1; coupon <= 4; coupon++) {
            CouponLedger found = ledger.coupon(coupon);
            assertThat(found == null ? null : found.book()).isEqualTo(naive.book(coupon));
            for (long user = 0; user <= 7; user++) {
                assertThat(found == null ? null : found.holding(user)).isEqualTo(naive.holding(coupon, user));
            }
        }
    }

    @Property
    void aRecordRepeatedRightAfterItselfChangesNothing(@ForAll("logs") List<Step> log) {
        var once = new Ledger(RandomLogs.PARTITIONS);
        var twice = new Ledger(RandomLogs.PARTITIONS);
        for (Step step : log) {
            apply(once, step);
            apply(twice, step);
            Verdict again = apply(twice, step);
            assertThat(again instanceof Verdict.Granted).isFalse();
            assertThat(state(twice)).isEqualTo(state(once));
        }
    }

    @Property
    void aGrantedClaimRepeatedAnywhereLaterChangesNothing(@ForAll("logs") List<Step> log) {
        var once = new Ledger(RandomLogs.PARTITIONS);
        var again = new Ledger(RandomLogs.PARTITIONS);
        var granted = new ArrayList<Step>();
        for (Step step : log) {
            apply(once, step);
            if (apply(again, step) instanceof Verdict.Granted) {
                granted.add(step);
            }
            for (Step winner : granted) {
                assertThat(apply(again, winner)).isInstanceOf(Verdict.AlreadyIssued.class);
            }
            assertThat(state(again)).isEqualTo(state(once));
        }
    }

    @Property
    void neverMoreThanTheQuantityAndSerialsWithoutAHole(@ForAll("logs") List<Step> log) {
        var ledger = new Ledger(RandomLogs.PARTITIONS);
        for (Step step : log) {
            apply(ledger, step);
            for (CouponLedger coupon : ledger.coupons()) {
                var serials = new TreeSet<Integer>();
                coupon.forEachHolder(user -> serials.add(serial(coupon, user)));
                assertThat(coupon.book().issued()).isBetween(0, coupon.book().quantity());
                assertThat(serials).hasSize(coupon.book().issued());
                assertThat(serials.isEmpty() || serials.last() == serials.size())
                        .isTrue();
            }
        }
    }

    @Property
    void whatIsRefusedAtOnceIsRefusedByTheLogAsWell(@ForAll("logs") List<Step> log) {
        var ledger = new Ledger(RandomLogs.PARTITIONS);
        for (Step step : log) {
            Verdict atOnce = null;
            if (step.record() instanceof Claimed claim && isHome(step)) {
                long logTimeMs = Math.max(step.appendTimeMs(), ledger.logTimeMs(claim.couponId()));
                atOnce = ledger.refusal(claim.couponId(), claim.userId(), logTimeMs);
            }
            Verdict verdict = apply(ledger, step);
            if (atOnce != null) {
                // The log may say "closed" where memory says "sold out": its time is read only now.
                assertThat(verdict).isNotInstanceOf(Verdict.Granted.class);
                assertThat(verdict).isIn(atOnce, Verdict.CLOSED);
            }
        }
    }

    @Property
    void aWallClockNeverClosesACoupon(@ForAll("logs") List<Step> log) {
        var ledger = new Ledger(RandomLogs.PARTITIONS);
        for (Step step : log) {
            apply(ledger, step);
            for (CouponLedger coupon : ledger.coupons()) {
                CouponBook book = coupon.book();
                Verdict farAhead = ledger.refusal(book.couponId(), 99, Long.MAX_VALUE);
                boolean over = book.closedAt(ledger.logTimeMs(book.couponId()));
                assertThat(Verdict.CLOSED.equals(farAhead)).isEqualTo(over);
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> logs() {
        return RandomLogs.logs();
    }

    private static @Nullable Verdict apply(Ledger ledger, Step step) {
        return ledger.apply(step.partition(), step.record(), step.appendTimeMs());
    }

    private static boolean isHome(Step step) {
        return step.partition() == Ledger.partitionOf(step.record().couponId(), RandomLogs.PARTITIONS);
    }

    private static int serial(CouponLedger coupon, long user) {
        Holding holding = coupon.holding(user);
        return holding == null ? -1 : holding.serial();
    }

    private static Set<String> state(Ledger ledger) {
        var state = new TreeSet<String>();
        for (CouponLedger coupon : ledger.coupons()) {
            state.add(coupon.book() + " at " + ledger.logTimeMs(coupon.book().couponId()));
            coupon.forEachHolder(user -> state.add(coupon.book().couponId() + " " + user + " " + coupon.holding(user)));
        }
        return state;
    }
}
