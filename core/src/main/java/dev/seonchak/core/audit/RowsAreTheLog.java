package dev.seonchak.core.audit;

import dev.seonchak.core.recorder.Issuance;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * I10: the rows are the log's grants up to the rows' position, row for row. A merge of two streams in the order of serials;
 * keeps nothing but the units in quarantine.
 */
public final class RowsAreTheLog {

    private final Iterator<Issuance> rows;
    private final Map<Integer, String> displaced;
    private final Consumer<Issuance> each;
    private final Breaches breaches = new Breaches();
    private @Nullable Issuance head;
    private long compared;

    /**
     * A merge.
     *
     * @param rows one coupon's, in ascending order of serial
     * @param displaced its units in quarantine, for the evidence
     * @param each is given every row, once, in order, before it is compared
     */
    public RowsAreTheLog(Iterator<Issuance> rows, List<Displaced> displaced, Consumer<Issuance> each) {
        this.rows = rows;
        this.each = each;
        this.displaced = displaced.stream()
                .collect(Collectors.toMap(d -> d.issuance().serial(), Displaced::reason, (first, second) -> first));
    }

    /** The next unit that the log grants before the rows' position. */
    public void granted(Issuance grant) {
        compared++;
        boolean met = false;
        for (Issuance row = peek(); row != null && row.serial() <= grant.serial(); row = peek()) {
            head = null;
            each.accept(row);
            if (row.serial() == grant.serial() && !met) {
                met = true;
                if (!row.equals(grant)) {
                    differ(grant, row);
                }
            } else {
                alien(row);
            }
        }
        if (!met) {
            missing(grant);
        }
    }

    /** No more grants: any row that is left, the log does not have. */
    public void end() {
        for (Issuance row = peek(); row != null; row = peek()) {
            head = null;
            each.accept(row);
            alien(row);
        }
    }

    /** Takes the rest of the rows without comparing them, where the log cannot be read. */
    public void drain() {
        for (Issuance row = peek(); row != null; row = peek()) {
            head = null;
            each.accept(row);
        }
    }

    /** The rows claim to be further than the log goes. */
    void ahead(long position, long logEnd) {
        breaches.add(() -> "MySQL is at offset " + position + " · the log ends at " + logEnd
                + ": the log has lost records, or is another");
    }

    /** The rows come from another log. */
    void foreign(String rowsTopicId, String topicId) {
        breaches.add(
                () -> "MySQL was written from the topic with id " + rowsTopicId + " · Kafka's topic has id " + topicId);
    }

    private @Nullable Issuance peek() {
        if (head == null && rows.hasNext()) {
            head = rows.next();
        }
        return head;
    }

    private void differ(Issuance grant, Issuance row) {
        breaches.add(() -> "serial " + grant.serial() + ": MySQL " + shown(row) + " · log " + shown(grant)
                + quarantine(grant.serial()));
    }

    private void missing(Issuance grant) {
        breaches.add(
                () -> "serial " + grant.serial() + ": MySQL no row · log " + shown(grant) + quarantine(grant.serial()));
    }

    private void alien(Issuance row) {
        breaches.add(
                () -> "serial " + row.serial() + ": MySQL " + shown(row) + " · log has no such unit at that position");
    }

    private String quarantine(int serial) {
        String reason = displaced.get(serial);
        return reason == null ? "" : " · in quarantine: " + reason;
    }

    private static String shown(Issuance i) {
        return "user " + i.userId() + ", claim " + i.claimId() + ", at " + i.issuedAtMs();
    }

    /** True where no difference was found so far. */
    boolean none() {
        return breaches.none();
    }

    /**
     * Judges what was compared.
     *
     * @param position first offset that is not in the rows
     */
    public Finding finish(long position) {
        return breaches.finding(
                Invariant.I10,
                new Words(
                        compared + " rows are the log's units up to offset " + position + ".",
                        "행 " + compared + "개가 오프셋 " + position + "까지의 로그와 같습니다."),
                new Words("Rows differ from the log.", "행이 로그와 다릅니다."));
    }
}
