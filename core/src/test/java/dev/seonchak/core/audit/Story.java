package dev.seonchak.core.audit;

import dev.seonchak.core.ledger.CouponBook;
import dev.seonchak.core.record.Decoded;
import dev.seonchak.core.record.LogRecord;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import dev.seonchak.core.recorder.Issuance;
import dev.seonchak.core.recorder.LogEntry;
import dev.seonchak.core.recorder.LogPosition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * All evidence about one coupon in memory, every piece of it open to be tampered with.
 *
 * <p>{@link #sound} is a small sale as it should be: five units, seven users, one of whom asks twice.
 */
final class Story {

    static final long COUPON = 8;
    static final int PARTITIONS = 3;
    static final long START_MS = 1_000_000;

    final List<LogEntry> log = new ArrayList<>();
    final List<Issuance> rows = new ArrayList<>();
    final List<Displaced> displaced = new ArrayList<>();
    final List<Answer> answers = new ArrayList<>();
    final Set<Long> marked = new HashSet<>();
    final Set<Long> pending = new HashSet<>();
    final List<Bound> bounds = new ArrayList<>();
    long couponId = COUPON;
    long units;
    boolean loaded = true;
    int looks = 1;
    long position;
    String rowsTopicId = "topic";

    @Nullable
    StoredCoupon stored;

    @Nullable
    RecorderLag lag;

    List<Recovery> recoveries = List.of();

    boolean complete = true;
    boolean withHistories = true;
    boolean withLog = true;
    boolean withRows = true;
    boolean withGate = true;
    Tolerance tolerance = new Tolerance(0, 0);

    /** The sale that every promise holds of. */
    static Story sound() {
        var story = new Story();
        story.append(0, new CouponDefined(COUPON, "five", 5, 0, Long.MAX_VALUE));
        for (int user = 1; user <= 7; user++) {
            int at = user * 10;
            story.append(at, new Claimed(COUPON, user, "claim" + user));
            boolean granted = user <= 5;
            story.told(
                    user,
                    at - 2,
                    at + 3,
                    granted ? ClientOutcome.ACCEPTED : ClientOutcome.SOLD_OUT,
                    granted ? user : 0);
        }
        story.told(1, 90, 91, ClientOutcome.ALREADY_ISSUED, 1);
        story.settle();
        story.lag = new RecorderLag(story.log.size(), story.log.size(), true, 5);
        story.recoveries = List.of(new Recovery("p99 as before", 900L, 1_000));
        story.bounds.add(new Bound("threads", 40, 60));
        return story;
    }

    /** A record at that many milliseconds after the start. */
    void append(long atMs, LogRecord record) {
        log.add(new LogEntry(log.size(), START_MS + atMs, new Decoded.Known(record)));
    }

    /** An answer to a request, times in milliseconds after the start. */
    void told(long user, long sentMs, long endMs, ClientOutcome outcome, int serial) {
        answers.add(new Answer(
                COUPON, user, (START_MS + sentMs) * 1_000_000, (START_MS + endMs) * 1_000_000, outcome, serial));
    }

    /** Brings rows and gate to where the log is. */
    void settle() {
        var replay = new Replay(couponId, PARTITIONS);
        rows.clear();
        for (LogEntry entry : log) {
            Issuance grant = replay.accept(entry);
            if (grant != null) {
                rows.add(grant);
            }
        }
        position = log.size();
        CouponBook book = replay.book();
        marked.clear();
        rows.forEach(row -> marked.add(row.userId()));
        stored = book == null
                ? null
                : new StoredCoupon(
                        book.quantity(), book.opensAtMs(), book.closesAtMs(), book.closed(), book.issued(), 0);
        units = book == null ? 0 : book.remaining();
    }

    /** Another issued and displaced count in the coupon's row. */
    void stored(long quantity, long issued, long displacedUnits) {
        stored = new StoredCoupon(quantity, 0, Long.MAX_VALUE, false, issued, displacedUnits);
    }

    AuditReport judge() {
        return CouponCase.judge(file());
    }

    CaseFile file() {
        RecorderLag recorder = lag;
        return CaseFile.of(couponId, PARTITIONS)
                .with(withHistories ? histories() : null)
                .with(withLog ? new Entries() : null)
                .with(withRows ? new Stored() : null)
                .with(withGate ? new Keys() : null)
                .withLag(recorder == null ? null : () -> recorder)
                .with(new Measured(recoveries, bounds, 100), tolerance);
    }

    private Histories histories() {
        return new Histories() {
            @Override
            public void forEach(java.util.function.Consumer<Answer> consumer) {
                answers.forEach(consumer);
            }

            @Override
            public boolean complete() {
                return complete;
            }

            @Override
            public boolean oneClock() {
                return true;
            }
        };
    }

    private final class Entries implements LogEvidence {
        private final Iterator<LogEntry> entries = log.iterator();

        @Override
        public @Nullable LogEntry next() {
            return entries.hasNext() ? entries.next() : null;
        }

        @Override
        public void toEnd() {}

        @Override
        public String topicId() {
            return "topic";
        }
    }

    private final class Stored implements RowsEvidence {
        @Override
        public LogPosition position() {
            return new LogPosition(position, 0);
        }

        @Override
        public String topicId() {
            return rowsTopicId;
        }

        @Override
        public @Nullable StoredCoupon coupon() {
            return stored;
        }

        @Override
        public List<Displaced> displaced() {
            return displaced;
        }

        @Override
        public Iterator<Issuance> rows() {
            return rows.iterator();
        }
    }

    private final class Keys implements GateEvidence {
        private int looked;

        @Override
        public GateCounts counts() {
            return new GateCounts(loaded, units, marked.size(), pending);
        }

        @Override
        public void members(LongConsumer each) {
            marked.forEach(each::accept);
            marked.forEach(each::accept); // a scan may show a member twice
        }

        @Override
        public boolean again() {
            return ++looked < looks;
        }
    }
}
