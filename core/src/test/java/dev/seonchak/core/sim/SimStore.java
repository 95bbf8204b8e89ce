package dev.seonchak.core.sim;

import dev.seonchak.core.audit.Conserved;
import dev.seonchak.core.audit.Displaced;
import dev.seonchak.core.audit.NeverTwice;
import dev.seonchak.core.audit.RowsAreTheLog;
import dev.seonchak.core.audit.RowsEvidence;
import dev.seonchak.core.audit.StoredCoupon;
import dev.seonchak.core.audit.WithinQuantity;
import dev.seonchak.core.ledger.CouponBook;
import dev.seonchak.core.ledger.Holding;
import dev.seonchak.core.recorder.BatchFold;
import dev.seonchak.core.recorder.Issuance;
import dev.seonchak.core.recorder.LogPosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The database: rows, books and one position per partition, changed together or not at all. After every commit each
 * promise about rows is checked.
 */
final class SimStore implements BatchFold.Rows {

    private record Key(long couponId, long userId) {}

    private final World world;
    private final Truth truth;
    private final List<List<Issuance>> rows = new ArrayList<>();
    private final LogPosition[] positions = new LogPosition[SimLog.PARTITIONS];
    private final Map<Long, CouponBook> books = new HashMap<>();
    private final Map<Key, Holding> holdings = new HashMap<>();
    boolean down;

    SimStore(World world, Truth truth) {
        this.world = world;
        this.truth = truth;
        for (int p = 0; p < SimLog.PARTITIONS; p++) {
            rows.add(new ArrayList<>());
            positions[p] = LogPosition.START;
        }
    }

    LogPosition position(int partition) {
        LogPosition position = positions[partition];
        return world.mutation == Mutation.LOG_TIME_LOST_WITH_THE_RECORDER
                ? new LogPosition(position.nextOffset(), 0)
                : position;
    }

    /** One transaction: true where it was committed, false where somebody else had moved the position. */
    boolean commit(int partition, LogPosition from, BatchFold.Result result) {
        boolean moved = positions[partition].nextOffset() != from.nextOffset();
        if (moved && world.mutation != Mutation.NO_COMPARE_AND_SET) {
            world.saw(World.Seen.COMMIT_REFUSED);
            return false;
        }
        write(partition, result);
        advance(partition, result);
        check(partition);
        return true;
    }

    /** Half of a transaction; exists for a mutation. */
    void advance(int partition, BatchFold.Result result) {
        positions[partition] = result.position();
    }

    /** The other half. */
    void write(int partition, BatchFold.Result result) {
        for (Issuance row : result.issuances()) {
            rows.get(partition).add(row);
            holdings.put(new Key(row.couponId(), row.userId()), new Holding(row.serial(), row.issuedAtMs()));
        }
        for (CouponBook book : result.changedBooks()) {
            books.put(book.couponId(), book);
        }
        world.trace(() -> "store " + partition + ": " + result.issuances() + " up to " + result.position());
    }

    void check(int partition) {
        List<Issuance> written = rows.get(partition);
        long position = positions[partition].nextOffset();
        for (long coupon : Scenario.COUPONS) {
            if (truth.partitionOf(coupon) == partition) {
                checkCoupon(coupon, position);
            }
        }
        Set<Long> known = Set.copyOf(Scenario.COUPONS);
        world.check(written.stream()
                .filter(row -> !known.contains(row.couponId()))
                .map(row -> "a row of a coupon that nobody defined: " + row)
                .toList());
    }

    private void checkCoupon(long coupon, long position) {
        List<Issuance> written = rows(coupon);
        var twice = new NeverTwice(user -> 0);
        var merge = new RowsAreTheLog(written.iterator(), List.of(), twice::accept);
        for (Truth.Grant g : truth.grants(truth.partitionOf(coupon), position)) {
            if (g.couponId() == coupon) {
                merge.granted(new Issuance(coupon, g.serial(), g.userId(), g.claimId(), g.atMs()));
            }
        }
        merge.end();
        world.checked(twice.finish());
        world.checked(merge.finish(position));
        StoredCoupon stored = stored(coupon);
        Truth.Stock stock = truth.stockAfter(position, coupon);
        var conserved = new Conserved();
        conserved.book(stored, stock == null ? null : stock.book(coupon));
        if (stored != null) {
            conserved.rows(stored, written.size());
            world.checked(WithinQuantity.judge(
                    List.of(new WithinQuantity.Count("store", written.size(), stored.quantity()))));
        }
        world.checked(conserved.finish());
    }

    /** A coupon's rows in the order of serials, as a database would give them. */
    List<Issuance> rows(long coupon) {
        return rows.get(truth.partitionOf(coupon)).stream()
                .filter(row -> row.couponId() == coupon)
                .sorted(Comparator.comparingInt(Issuance::serial))
                .toList();
    }

    /** A coupon's own row; null for none. */
    @Nullable
    StoredCoupon stored(long coupon) {
        CouponBook book = books.get(coupon);
        return book == null
                ? null
                : new StoredCoupon(
                        book.quantity(), book.opensAtMs(), book.closesAtMs(), book.closed(), book.issued(), 0);
    }

    @Override
    public @Nullable CouponBook book(long couponId) {
        return books.get(couponId);
    }

    @Override
    public @Nullable Holding holding(long couponId, long userId) {
        return holdings.get(new Key(couponId, userId));
    }

    List<Issuance> rows() {
        var all = new ArrayList<Issuance>();
        rows.forEach(all::addAll);
        return all;
    }

    /** What an audit reads of a coupon. */
    RowsEvidence evidence(long coupon) {
        return new RowsEvidence() {
            @Override
            public LogPosition position() {
                return positions[truth.partitionOf(coupon)];
            }

            @Override
            public @Nullable String topicId() {
                return null;
            }

            @Override
            public @Nullable StoredCoupon coupon() {
                return stored(coupon);
            }

            @Override
            public List<Displaced> displaced() {
                return List.of();
            }

            @Override
            public Iterator<Issuance> rows() {
                return SimStore.this.rows(coupon).iterator();
            }
        };
    }
}
