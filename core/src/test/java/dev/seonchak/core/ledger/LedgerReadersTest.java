package dev.seonchak.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One writer applies, several threads look on. Bounded in rounds, not in time. */
class LedgerReadersTest {

    private static final int ROUNDS = 200;
    private static final int UNITS = 3_000;
    private static final int READERS = 3;

    /** Serial and time of a user are both worked out from the id, so that a half-written slot gives itself away. */
    private static long timeOf(long user) {
        return user * 1_000_003;
    }

    @Test
    void readersNeverSeeAHalfWrittenSlotNorSoldOutWithoutEveryHolder() throws Exception {
        var soldOutSeen = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(READERS)) {
            for (int round = 0; round < ROUNDS; round++) {
                var ledger = new Ledger(1);
                ledger.apply(0, new CouponDefined(1, "x", UNITS, 0, Long.MAX_VALUE), 0);
                var start = new CountDownLatch(1);
                var done = new AtomicBoolean();
                List<Future<?>> readers = new ArrayList<>();
                for (int r = 0; r < READERS; r++) {
                    int reader = r;
                    readers.add(threads.submit(() -> read(ledger, reader, start, done, soldOutSeen)));
                }
                start.countDown();
                for (long user = 1; user <= UNITS; user++) {
                    ledger.apply(0, new Claimed(1, user, "c"), timeOf(user));
                }
                done.set(true);
                finish(readers);
            }
        }
        assertThat(soldOutSeen).hasPositiveValue();
    }

    private static void read(
            Ledger ledger, int reader, CountDownLatch start, AtomicBoolean done, AtomicInteger soldOutSeen) {
        await(start);
        CouponLedger coupon = ledger.coupon(1);
        assertThat(coupon).isNotNull();
        for (long turn = reader; ; turn += 7) {
            boolean last = done.get();
            int issued = coupon.book().issued();
            long user = 1 + turn % UNITS;
            Holding holding = coupon.holding(user);
            if (holding != null) {
                assertThat(holding).isEqualTo(new Holding((int) user, timeOf(user)));
            }
            assertThat(holding != null || issued < user).isTrue();
            // The last lucky one is the first to be told wrongly.
            Verdict refusal = ledger.refusal(1, UNITS, 0);
            assertThat(refusal).isNotEqualTo(Verdict.SOLD_OUT);
            if (Verdict.SOLD_OUT.equals(ledger.refusal(1, UNITS + 1, 0))) {
                soldOutSeen.incrementAndGet();
                for (long owner = 1; owner <= UNITS; owner++) {
                    assertThat(coupon.holding(owner)).isNotNull();
                }
            }
            if (last) {
                return;
            }
        }
    }

    private static void await(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void finish(List<Future<?>> readers) throws InterruptedException, ExecutionException {
        for (Future<?> reader : readers) {
            reader.get();
        }
    }
}
