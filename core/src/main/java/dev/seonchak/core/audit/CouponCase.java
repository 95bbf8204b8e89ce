package dev.seonchak.core.audit;

import dev.seonchak.core.audit.WithinQuantity.Count;
import dev.seonchak.core.ledger.CouponBook;
import dev.seonchak.core.ledger.Holding;
import dev.seonchak.core.recorder.Issuance;
import dev.seonchak.core.recorder.LogEntry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges one coupon: reads every piece of evidence once (histories twice), in streams, and asks each invariant.
 *
 * <p>Order of reading: histories; the recorder's lag; MySQL's snapshot and the log, merged by serial; the gate beside the log's
 * end; histories again, now that the log can say what was true. Memory: the replayed coupon (30 to 60 bytes a unit), two
 * bits a unit, and 42 to 84 bytes a user of the histories.
 */
public final class CouponCase {

    private final CaseFile file;
    private final Map<Source, Words> unreadable = new EnumMap<>(Source.class);
    private final ToldByUser told = new ToldByUser();
    private final Replay log;
    private final NeverTwice twice;
    private final NobodyUnexpected unexpected;
    private final Conserved conserved = new Conserved();
    private final RefusalsTrue refusals;
    private final WithinBounds bounds;

    private @Nullable RecorderLag lag;
    private @Nullable Words lagUnreadable;
    private @Nullable StoredCoupon stored;
    private @Nullable RowsAreTheLog merge;
    private @Nullable String rowsTopicId;
    private long position;
    private @Nullable CouponBook bookAtPosition;
    private boolean positionReached;

    private CouponCase(CaseFile file) {
        this.file = file;
        Histories histories = file.histories();
        boolean complete = histories != null && histories.complete();
        boolean oneClock = histories != null && histories.oneClock();
        this.log = new Replay(file.couponId(), file.partitions());
        this.twice = new NeverTwice(user -> serial(log.holding(user)));
        this.unexpected = new NobodyUnexpected(told, complete, this::logSays);
        this.refusals = new RefusalsTrue(log, told, oneClock, file.tolerance());
        this.bounds = new WithinBounds(file.measured().bounds(), file.measured().deadlineMs());
    }

    /** Judges. Never throws {@link Unreadable}: what cannot be read makes its invariants unknown. */
    public static AuditReport judge(CaseFile file) {
        return new CouponCase(file).judge();
    }

    private AuditReport judge() {
        reading(this::foldHistories);
        readLag();
        reading(this::readSnapshot);
        reading(this::readLog);
        reading(this::readRemainingRows);
        reading(this::lookAtGate);
        reading(this::judgeAnswers);
        return report();
    }

    private void reading(Runnable part) {
        try {
            part.run();
        } catch (Unreadable e) {
            note(e);
        }
    }

    private void note(Unreadable e) {
        unreadable.putIfAbsent(e.source(), e.why());
    }

    private void foldHistories() {
        Histories histories = file.histories();
        if (histories != null) {
            histories.forEach(answer -> {
                if (answer.couponId() == file.couponId()) {
                    told.accept(answer);
                }
            });
        }
    }

    private void readLag() {
        Supplier<RecorderLag> supplier = file.lag();
        if (supplier != null) {
            try {
                lag = supplier.get();
            } catch (Unreadable e) {
                lagUnreadable = e.why();
            }
        }
    }

    private void readSnapshot() {
        RowsEvidence rows = file.rows();
        if (rows != null) {
            position = rows.position().nextOffset();
            stored = rows.coupon();
            rowsTopicId = rows.topicId();
            List<Displaced> displaced = rows.displaced();
            merge = new RowsAreTheLog(rows.rows(), displaced, this::row);
        }
    }

    private void row(Issuance row) {
        twice.accept(row);
        unexpected.accept(row);
    }

    private void readLog() {
        LogEvidence evidence = file.log();
        if (evidence == null) {
            return;
        }
        String topicId = evidence.topicId();
        String ofRows = rowsTopicId;
        if (merge != null && topicId != null && ofRows != null && !topicId.equals(ofRows)) {
            merge.foreign(ofRows, topicId);
        }
        readOn(evidence);
        if (merge != null && position > log.nextOffset() && !positionReached) {
            merge.ahead(position, log.nextOffset());
        }
        reachPosition();
        conserved.log(log.book());
    }

    private void readOn(LogEvidence evidence) {
        for (LogEntry entry = evidence.next(); entry != null; entry = evidence.next()) {
            boolean inRows = entry.offset() < position;
            if (!inRows) {
                reachPosition();
            }
            Issuance grant = log.accept(entry);
            if (grant != null && inRows) {
                merging(m -> m.granted(grant));
            }
        }
    }

    private void reachPosition() {
        if (!positionReached) {
            positionReached = true;
            bookAtPosition = log.book();
            merging(RowsAreTheLog::end);
        }
    }

    /** Rows that fail in the middle end the comparison, not the reading of the log. */
    private void merging(Consumer<RowsAreTheLog> step) {
        if (merge != null && !unreadable.containsKey(Source.MYSQL)) {
            try {
                step.accept(merge);
            } catch (Unreadable e) {
                note(e);
            }
        }
    }

    private void readRemainingRows() {
        if (!positionReached) {
            merging(RowsAreTheLog::drain);
        }
    }

    private void lookAtGate() {
        GateEvidence gate = file.gate();
        LogEvidence evidence = file.log();
        if (gate == null || evidence == null || unreadable.containsKey(Source.LOG)) {
            return;
        }
        GateLook look = null;
        Set<Long> stuck = null;
        do {
            evidence.toEnd();
            readOn(evidence);
            CouponBook book = log.book();
            if (book == null || log.ended()) {
                look = null;
                break;
            }
            look = new GateLook(log, book, gate.counts());
            gate.members(look::member);
            Set<Long> pendingNow = gate.counts().pending();
            evidence.toEnd();
            readOn(evidence);
            look.end(pendingNow, stuck);
            stuck = look.stuck();
        } while (!look.inLine() && gate.again());
        conserved.gate(look);
    }

    private void judgeAnswers() {
        Histories histories = file.histories();
        if (histories == null || unreadable.containsKey(Source.HISTORIES)) {
            return;
        }
        boolean logRead = file.log() != null && !unreadable.containsKey(Source.LOG);
        histories.forEach(answer -> {
            if (answer.couponId() == file.couponId()) {
                bounds.accept(answer);
                if (logRead) {
                    refusals.accept(answer);
                    if (Demand.wanted(answer, log.timeline(), file.tolerance())) {
                        told.wanted(answer.userId());
                    }
                }
            }
        });
    }

    private AuditReport report() {
        var findings = new ArrayList<Finding>();
        findings.add(withinQuantity());
        findings.add(given(Invariant.I2, List.of(Source.MYSQL), false, twice::finish));
        findings.add(given(
                Invariant.I3,
                List.of(Source.HISTORIES, Source.MYSQL),
                false,
                () -> EveryOkIsARow.judge(told, this::onItsWay, this::logSays)));
        findings.add(given(Invariant.I4, List.of(Source.HISTORIES, Source.MYSQL), false, unexpected::finish));
        findings.add(conserved());
        findings.add(given(Invariant.I6, List.of(Source.HISTORIES, Source.LOG), false, refusals::finish));
        findings.add(recovered());
        findings.add(bounded());
        findings.add(given(Invariant.I9, List.of(Source.LOG), false, this::nothingStranded));
        findings.add(given(
                Invariant.I10,
                List.of(Source.LOG, Source.MYSQL),
                merge != null && !merge.none(),
                () -> merge == null
                        ? Finding.notJudged(Invariant.I10, missing(Source.MYSQL))
                        : merge.finish(position)));
        return new AuditReport(file.couponId(), findings);
    }

    private Finding withinQuantity() {
        var counts = new ArrayList<Count>();
        StoredCoupon row = stored;
        if (row != null && readable(Source.MYSQL)) {
            counts.add(new Count("MySQL", twice.rows(), row.quantity()));
        }
        CouponBook book = log.book();
        if (book != null) {
            counts.add(new Count("log", book.issued(), book.quantity()));
        }
        Finding found = WithinQuantity.judge(counts);
        return either(Invariant.I1, List.of(Source.MYSQL, Source.LOG), found.failed(), found);
    }

    private Finding conserved() {
        if (readable(Source.MYSQL)) {
            StoredCoupon row = stored;
            if (row != null) {
                conserved.rows(row, twice.rows());
            }
            if (readable(Source.LOG) && positionReached) {
                conserved.book(row, bookAtPosition);
            }
        }
        Finding found = conserved.finish();
        return either(Invariant.I5, List.of(Source.MYSQL, Source.LOG, Source.REDIS), !conserved.none(), found);
    }

    private Finding recovered() {
        List<Recovery> recoveries = file.measured().recoveries();
        Words why = lagUnreadable;
        if (lag == null && recoveries.isEmpty()) {
            return why != null
                    ? Finding.unknown(Invariant.I7, why)
                    : Finding.notJudged(
                            Invariant.I7,
                            new Words("Nobody measured it: needs log and MySQL.", "측정값이 없습니다: 로그와 MySQL이 필요합니다."));
        }
        Finding found = Recovered.judge(lag, recoveries);
        return why != null && !found.failed() ? Finding.unknown(Invariant.I7, why) : found;
    }

    private Finding bounded() {
        boolean deadline = file.measured().deadlineMs() > 0 && file.histories() != null;
        if (file.measured().bounds().isEmpty() && !deadline) {
            return Finding.notJudged(
                    Invariant.I8,
                    new Words("Nobody measured it: ./seonchak lab does.", "측정값이 없습니다: ./seonchak lab이 측정합니다."));
        }
        Finding found = bounds.finish();
        Words why = unreadable.get(Source.HISTORIES);
        return deadline && why != null && !found.failed() ? Finding.unknown(Invariant.I8, why) : found;
    }

    private Finding nothingStranded() {
        CouponBook book = log.book();
        if (book == null) {
            return Finding.notJudged(Invariant.I9, new Words("The log has no such coupon.", "로그에 이 쿠폰이 없습니다."));
        }
        Words why = unreadable.get(Source.HISTORIES);
        if (why != null) {
            return Finding.unknown(Invariant.I9, why);
        }
        return NothingStranded.judge(book.quantity(), book.issued(), Demand.of(told, log, book), log.ended());
    }

    private boolean readable(Source source) {
        return file.has(source) && !unreadable.containsKey(source);
    }

    /** For an invariant that needs all of these. */
    private Finding given(Invariant invariant, List<Source> needed, boolean broken, Supplier<Finding> judge) {
        for (Source source : needed) {
            if (!file.has(source)) {
                return Finding.notJudged(invariant, missing(source));
            }
        }
        return either(invariant, needed, broken, judge.get());
    }

    /** For an invariant that is judged on whichever of these is there. What is broken stays broken, whatever else is unknown. */
    private Finding either(Invariant invariant, List<Source> useful, boolean broken, Finding found) {
        if (broken) {
            return found;
        }
        for (Source source : useful) {
            Words why = unreadable.get(source);
            if (why != null) {
                return Finding.unknown(invariant, why);
            }
        }
        return useful.stream().anyMatch(file::has) ? found : Finding.notJudged(invariant, missing(useful.getFirst()));
    }

    private static Words missing(Source source) {
        return new Words(
                "Not handed in: " + source.words().en() + ".",
                "주어지지 않음: " + source.words().ko() + ".");
    }

    /** Serials are given in the log's order, so what the recorder has not reached are the highest. */
    private boolean onItsWay(long user) {
        if (!readable(Source.LOG)) {
            return true;
        }
        CouponBook reached = bookAtPosition;
        return serial(log.holding(user)) > (reached == null ? 0 : reached.issued());
    }

    private String logSays(long user) {
        return readable(Source.LOG) ? log.says(user) : "log not read";
    }

    private static int serial(@Nullable Holding holding) {
        return holding == null ? 0 : holding.serial();
    }
}
