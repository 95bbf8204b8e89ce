package dev.seonchak.core.sim;

import dev.seonchak.core.ledger.CouponBook;
import dev.seonchak.core.ledger.Holding;
import dev.seonchak.core.recorder.BatchFold;
import dev.seonchak.core.recorder.Issuance;
import dev.seonchak.core.recorder.LogPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        world.check(Invariants.neverTwice(written));
        world.check(Invariants.storeIsTheLogReplayed(written, truth.grants(partition, position)));
        for (CouponBook book : books.values()) {
            if (truth.partitionOf(book.couponId()) == partition) {
                int count = (int) written.stream()
                        .filter(row -> row.couponId() == book.couponId())
                        .count();
                world.check(Invariants.neverOverQuantity(book.couponId(), book.quantity(), count));
                world.check(Invariants.bookIsTheLogReplayed(book, truth.stockAfter(position, book.couponId())));
            }
        }
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
}
