package dev.seonchak.core.recorder;

import dev.seonchak.core.ledger.CouponBook;
import dev.seonchak.core.ledger.Holding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The database in maps: what {@link BatchFold} reads, and what its results add up to. */
final class MapRows implements BatchFold.Rows {

    final Map<Long, CouponBook> books = new HashMap<>();
    final List<Issuance> issuances = new ArrayList<>();
    final List<BatchFold.Quarantined> quarantined = new ArrayList<>();
    LogPosition position = LogPosition.START;

    @Override
    public @Nullable CouponBook book(long couponId) {
        return books.get(couponId);
    }

    @Override
    public @Nullable Holding holding(long couponId, long userId) {
        for (Issuance row : issuances) {
            if (row.couponId() == couponId && row.userId() == userId) {
                return new Holding(row.serial(), row.issuedAtMs());
            }
        }
        return null;
    }

    void add(BatchFold.Result result) {
        result.changedBooks().forEach(book -> books.put(book.couponId(), book));
        issuances.addAll(result.issuances());
        quarantined.addAll(result.quarantined());
        position = result.position();
    }
}
