package dev.seonchak.lab.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The promises, held up against one coupon's rows and everything that clients were told.
 *
 * @param lost users with a 202 who have no row
 * @param otherSerial users who were told another serial than their row has, or two different ones
 * @param twice users with more than one 202
 * @param unexpected users with a row who never asked, or whose every answer was a definite refusal
 * @param holes whether the serials are not exactly 1 to the number of rows
 * @param tooMany rows beyond the coupon's quantity
 */
public record RowCheck(
        List<Long> lost, List<Long> otherSerial, List<Long> twice, List<Long> unexpected, boolean holes, long tooMany) {

    /**
     * Checks.
     *
     * @param told every user who asked
     * @param rows serial by user, as the database has them; one row a user is the database's own unique key
     * @param maxSerial the largest serial; 0 where there is no row
     */
    public static RowCheck of(Map<Long, Told> told, Map<Long, Long> rows, long maxSerial, long quantity) {
        var lost = new ArrayList<Long>();
        var otherSerial = new ArrayList<Long>();
        var twice = new ArrayList<Long>();
        var unexpected = new ArrayList<Long>();
        told.forEach((user, answers) -> {
            Long serial = rows.get(user);
            if (answers.accepted() > 1) {
                twice.add(user);
            }
            if (serial == null && answers.serial() > 0) {
                lost.add(user);
            } else if (answers.contradicted()
                    || (serial != null && answers.serial() > 0 && answers.serial() != serial)) {
                otherSerial.add(user);
            }
        });
        rows.forEach((user, serial) -> {
            Told answers = told.get(user);
            if (answers == null || (answers.accepted() == 0 && !answers.unknown())) {
                unexpected.add(user);
            }
        });
        return new RowCheck(
                lost, otherSerial, twice, unexpected, maxSerial != rows.size(), Math.max(0, rows.size() - quantity));
    }

    /** True where every promise held. */
    public boolean passed() {
        return lost.isEmpty()
                && otherSerial.isEmpty()
                && twice.isEmpty()
                && unexpected.isEmpty()
                && !holes
                && tooMany == 0;
    }
}
