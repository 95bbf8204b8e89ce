package dev.seonchak.core.recorder;

import dev.seonchak.core.ledger.CouponBook;
import dev.seonchak.core.ledger.Holding;
import dev.seonchak.core.ledger.Ledger;
import dev.seonchak.core.ledger.Rule;
import dev.seonchak.core.ledger.Verdict;
import dev.seonchak.core.record.Decoded;
import dev.seonchak.core.record.LogRecord;
import dev.seonchak.core.record.LogRecord.Claimed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of one partition adds to the database: the rows to insert, the coupons to update, the entries to put into
 * quarantine, and the position afterwards.
 *
 * <p>Works on what the database says (books and holders are read in the same transaction that writes the result), not on
 * any process's memory. That makes it an independent second computation of the ledger's verdicts.
 */
public final class BatchFold {

    /**
     * The users who claim each coupon in a batch: whose holdings, and which books, {@link #fold} will ask for. A coupon that
     * is only defined, restocked or closed has an empty set.
     */
    public static Map<Long, Set<Long>> claimants(List<LogEntry> batch) {
        var users = new HashMap<Long, Set<Long>>();
        for (LogEntry entry : batch) {
            if (entry.content() instanceof Decoded.Known known) {
                Set<Long> ofCoupon = users.computeIfAbsent(known.record().couponId(), id -> new HashSet<>());
                if (known.record() instanceof Claimed claim) {
                    ofCoupon.add(claim.userId());
                }
            }
        }
        return users;
    }

    /** What the database has. Both give null for nothing. */
    public interface Rows {
        @Nullable
        CouponBook book(long couponId);

        @Nullable
        Holding holding(long couponId, long userId);
    }

    /** An entry that no reader can use. */
    public record Quarantined(long offset, String reason) {}

    /**
     * The result of a batch.
     *
     * @param stoppedAt the type of the record before which the fold stopped because it is of a newer version; null where the
     *     whole batch was folded. Position and rows then end right before it
     */
    public record Result(
            List<CouponBook> changedBooks,
            List<Issuance> issuances,
            List<Quarantined> quarantined,
            LogPosition position,
            @Nullable String stoppedAt) {}

    private final int partition;
    private final int partitions;
    private final Rows rows;
    private final Map<Long, CouponBook> books = new LinkedHashMap<>();
    private final Set<Long> changed = new HashSet<>();
    private final Map<Long, Map<Long, Holding>> granted = new HashMap<>();
    private final List<Issuance> issuances = new ArrayList<>();
    private final List<Quarantined> quarantined = new ArrayList<>();
    private long logTimeMs;

    private BatchFold(int partition, int partitions, Rows rows, long logTimeMs) {
        this.partition = partition;
        this.partitions = partitions;
        this.rows = rows;
        this.logTimeMs = logTimeMs;
    }

    /**
     * Folds a batch that begins at the given position.
     *
     * @param partitions number of partitions of the log
     * @param rows the database, as of {@code from}
     * @param batch entries of this partition in ascending order of offset, none before {@code from}
     */
    public static Result fold(int partition, int partitions, LogPosition from, Rows rows, List<LogEntry> batch) {
        var fold = new BatchFold(partition, partitions, rows, from.logTimeMs());
        long nextOffset = from.nextOffset();
        String stoppedAt = null;
        for (LogEntry entry : batch) {
            if (entry.offset() < nextOffset) {
                throw new IllegalArgumentException(
                        "entry at offset " + entry.offset() + " comes before position " + nextOffset);
            }
            if (entry.content() instanceof Decoded.TooNew tooNew) {
                stoppedAt = tooNew.type();
                break;
            }
            fold.take(entry);
            nextOffset = entry.offset() + 1;
        }
        return fold.result(new LogPosition(nextOffset, fold.logTimeMs), stoppedAt);
    }

    private Result result(LogPosition position, @Nullable String stoppedAt) {
        var changedBooks = new ArrayList<CouponBook>();
        books.forEach((id, book) -> {
            if (changed.contains(id)) {
                changedBooks.add(book);
            }
        });
        return new Result(changedBooks, issuances, quarantined, position, stoppedAt);
    }

    private void take(LogEntry entry) {
        switch (entry.content()) {
            case Decoded.Garbage garbage -> quarantined.add(new Quarantined(entry.offset(), garbage.reason()));
            case Decoded.Known known -> {
                logTimeMs = Math.max(logTimeMs, entry.appendTimeMs());
                LogRecord record = known.record();
                int home = Ledger.partitionOf(record.couponId(), partitions);
                if (home != partition) {
                    quarantined.add(new Quarantined(
                            entry.offset(), "coupon " + record.couponId() + " belongs in partition " + home));
                } else if (record instanceof Claimed claim) {
                    claim(claim);
                } else {
                    amend(record);
                }
            }
            case Decoded.TooNew tooNew -> throw new IllegalStateException("stopped before " + tooNew.type());
        }
    }

    private void claim(Claimed claim) {
        CouponBook book = book(claim.couponId());
        Verdict verdict = Rule.claim(book, holding(claim.couponId(), claim.userId()), logTimeMs);
        if (book != null && verdict instanceof Verdict.Granted got) {
            Holding holding = got.holding();
            change(book.grantedOne());
            granted.computeIfAbsent(claim.couponId(), id -> new HashMap<>()).put(claim.userId(), holding);
            issuances.add(new Issuance(
                    claim.couponId(), holding.serial(), claim.userId(), claim.claimId(), holding.issuedAtMs()));
        }
    }

    private void amend(LogRecord record) {
        CouponBook before = book(record.couponId());
        CouponBook after = Rule.amend(before, record);
        if (after != null && !after.equals(before)) {
            change(after);
        }
    }

    private void change(CouponBook book) {
        books.put(book.couponId(), book);
        changed.add(book.couponId());
    }

    private @Nullable CouponBook book(long couponId) {
        CouponBook known = books.get(couponId);
        if (known == null) {
            known = rows.book(couponId);
            if (known != null) {
                books.put(couponId, known);
            }
        }
        return known;
    }

    private @Nullable Holding holding(long couponId, long userId) {
        Holding inBatch = granted.getOrDefault(couponId, Map.of()).get(userId);
        return inBatch != null ? inBatch : rows.holding(couponId, userId);
    }
}
