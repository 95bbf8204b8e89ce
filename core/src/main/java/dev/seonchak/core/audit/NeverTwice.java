package dev.seonchak.core.audit;

import dev.seonchak.core.recorder.Issuance;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * I2: no user twice, no serial twice, serials 1..n without a hole, in the rows themselves.
 *
 * <p>Takes one coupon's rows in ascending order of serial. A row that is the log's grant of the same serial cannot have the
 * user of another such row, so only rows that differ from the log are kept: one bit a row of memory, and about 100 bytes for
 * each that differs, which is every row where there is no log.
 */
public final class NeverTwice {

    private final Replayed log;
    private final Map<Long, Integer> strangers = new HashMap<>();
    private final BitSet granted = new BitSet();
    private final Breaches breaches = new Breaches();
    private int last;
    private long rows;

    /** Which serial the log, as far as it was read, gives a user; 0 for none. */
    @FunctionalInterface
    public interface Replayed {
        int serialOf(long userId);
    }

    public NeverTwice(Replayed log) {
        this.log = log;
    }

    /** The next row. */
    public void accept(Issuance row) {
        rows++;
        if (row.serial() == last) {
            breaches.add(() -> "serial " + row.serial() + ": MySQL has it twice, the second for user " + row.userId());
        } else if (row.serial() != last + 1) {
            int from = last + 1;
            breaches.add(() -> from == row.serial() - 1
                    ? "serial " + from + ": MySQL has no row of it"
                    : "serials " + from + " to " + (row.serial() - 1) + ": MySQL has no rows of them");
        }
        last = Math.max(last, row.serial());
        int inLog = log.serialOf(row.userId());
        Integer other = strangers.get(row.userId());
        if (other == null && inLog < row.serial() && inLog > 0 && granted.get(inLog)) {
            other = inLog;
        }
        if (other != null) {
            int first = other;
            breaches.add(() -> "user " + row.userId() + ": MySQL has serial " + first + " and serial " + row.serial());
        }
        if (inLog == row.serial()) {
            granted.set(row.serial());
        } else {
            strangers.put(row.userId(), row.serial());
        }
    }

    /** Rows so far. */
    public long rows() {
        return rows;
    }

    /** Judges what was taken. */
    public Finding finish() {
        return breaches.finding(
                Invariant.I2,
                new Words(
                        rows + " rows, serials 1 to " + last + ", as many users.",
                        "행 " + rows + "개, 일련번호 1~" + last + ", 사용자도 그만큼."),
                new Words("Rows repeat a user or a serial, or leave one out.", "사용자나 일련번호가 겹치거나 빠졌습니다."));
    }
}
