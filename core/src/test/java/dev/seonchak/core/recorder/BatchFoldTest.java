package dev.seonchak.core.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seonchak.core.ledger.CouponBook;
import dev.seonchak.core.ledger.CouponLedger;
import dev.seonchak.core.ledger.Holding;
import dev.seonchak.core.ledger.Ledger;
import dev.seonchak.core.ledger.RandomLogs;
import dev.seonchak.core.ledger.Step;
import dev.seonchak.core.ledger.Verdict;
import dev.seonchak.core.record.Decoded;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class BatchFoldTest {

    @Property
    void anySplitIntoBatchesGivesTheRowsOfOneBatch(@ForAll("logs") List<Step> log, @ForAll long seed) {
        for (int partition = 0; partition < RandomLogs.PARTITIONS; partition++) {
            List<LogEntry> entries = entries(log, partition, new Random(seed));
            MapRows whole = folded(partition, entries, List.of(entries.size()));
            MapRows split = folded(partition, entries, cuts(entries.size(), new Random(seed)));

            assertThat(split.issuances).isEqualTo(whole.issuances);
            assertThat(split.books).isEqualTo(whole.books);
            assertThat(split.quarantined).isEqualTo(whole.quarantined);
            assertThat(split.position).isEqualTo(whole.position);
        }
    }

    @Property
    void theRowsAreTheLedgersGrantsRowForRow(@ForAll("logs") List<Step> log, @ForAll long seed) {
        var ledger = new Ledger(RandomLogs.PARTITIONS);
        for (int partition = 0; partition < RandomLogs.PARTITIONS; partition++) {
            List<LogEntry> entries = entries(log, partition, new Random(seed));
            var granted = new ArrayList<Issuance>();
            for (LogEntry entry : entries) {
                if (entry.content() instanceof Decoded.Known known
                        && ledger.apply(partition, known.record(), entry.appendTimeMs()) instanceof Verdict.Granted got
                        && known.record() instanceof Claimed claim) {
                    granted.add(new Issuance(
                            claim.couponId(),
                            got.holding().serial(),
                            claim.userId(),
                            claim.claimId(),
                            got.holding().issuedAtMs()));
                }
            }
            MapRows rows = folded(partition, entries, cuts(entries.size(), new Random(seed)));

            assertThat(rows.issuances).isEqualTo(granted);
            assertThat(rows.books).isEqualTo(books(ledger, partition));
        }
    }

    @Property
    void foldAsksForNoRowsButThoseAnnounced(@ForAll("logs") List<Step> log, @ForAll long seed) {
        List<LogEntry> entries = entries(log, 0, new Random(seed));
        Map<Long, Set<Long>> announced = BatchFold.claimants(entries);
        var asked = new ArrayList<String>();
        var rows = new BatchFold.Rows() {
            @Override
            public CouponBook book(long couponId) {
                if (!announced.containsKey(couponId)) {
                    asked.add("book " + couponId);
                }
                return new CouponBook(couponId, "x", 9, 0, Long.MAX_VALUE, false, 0);
            }

            @Override
            public @Nullable Holding holding(long couponId, long userId) {
                if (!announced.getOrDefault(couponId, Set.of()).contains(userId)) {
                    asked.add("holding " + couponId + " " + userId);
                }
                return null;
            }
        };
        BatchFold.fold(0, RandomLogs.PARTITIONS, LogPosition.START, rows, entries);

        assertThat(asked).isEmpty();
    }

    @Example
    void aNewerRecordEndsTheBatchRightBeforeItself() {
        var rows = new MapRows();
        var batch = List.of(
                new LogEntry(0, 5, new Decoded.Known(new CouponDefined(3, "x", 1, 0, Long.MAX_VALUE))),
                new LogEntry(1, 6, new Decoded.TooNew("dev.seonchak.claimed.v2")),
                new LogEntry(2, 7, new Decoded.Known(new Claimed(3, 1, "a"))));

        BatchFold.Result result = BatchFold.fold(0, 3, rows.position, rows, batch);

        assertThat(result.stoppedAt()).isEqualTo("dev.seonchak.claimed.v2");
        assertThat(result.position()).isEqualTo(new LogPosition(1, 5));
        assertThat(result.issuances()).isEmpty();
        assertThat(result.changedBooks()).hasSize(1);
    }

    @Example
    void anEntryBeforeThePositionIsABrokenCallerNotARow() {
        var batch = List.of(new LogEntry(4, 5, new Decoded.Garbage("x")));

        assertThatThrownBy(() -> BatchFold.fold(0, 3, new LogPosition(5, 0), new MapRows(), batch))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static MapRows folded(int partition, List<LogEntry> entries, List<Integer> cuts) {
        var rows = new MapRows();
        int from = 0;
        for (int to : cuts) {
            rows.add(BatchFold.fold(partition, RandomLogs.PARTITIONS, rows.position, rows, entries.subList(from, to)));
            from = to;
        }
        return rows;
    }

    /** A partition's part of the log, with holes in the offsets and garbage in between. */
    private static List<LogEntry> entries(List<Step> log, int partition, Random random) {
        var entries = new ArrayList<LogEntry>();
        long offset = 0;
        for (Step step : log) {
            if (step.partition() == partition) {
                offset += 1 + random.nextInt(10) / 9;
                if (random.nextInt(8) == 0) {
                    entries.add(new LogEntry(offset++, step.appendTimeMs() + 50, new Decoded.Garbage("noise")));
                }
                entries.add(new LogEntry(offset, step.appendTimeMs(), new Decoded.Known(step.record())));
            }
        }
        return entries;
    }

    private static List<Integer> cuts(int size, Random random) {
        var cuts = new ArrayList<Integer>();
        for (int at = 0; at < size; at += random.nextInt(5)) {
            cuts.add(at);
        }
        cuts.add(size);
        return cuts;
    }

    private static Map<Long, CouponBook> books(Ledger ledger, int partition) {
        var books = new HashMap<Long, CouponBook>();
        for (CouponLedger coupon : ledger.coupons()) {
            CouponBook book = coupon.book();
            if (Ledger.partitionOf(book.couponId(), RandomLogs.PARTITIONS) == partition) {
                books.put(book.couponId(), book);
            }
        }
        return books;
    }

    @Provide
    Arbitrary<List<Step>> logs() {
        return RandomLogs.logs();
    }
}
