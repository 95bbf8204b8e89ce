package dev.seonchak.core.audit;

import dev.seonchak.core.recorder.Issuance;
import java.util.function.LongFunction;

/** I4: no row that nobody asked for, and none for a user whose every answer was a definite refusal. */
final class NobodyUnexpected {

    private final ToldByUser told;
    private final boolean complete;
    private final LongFunction<String> logSays;
    private final Breaches breaches = new Breaches();
    private long rows;
    private long unseen;

    /**
     * Nothing judged yet.
     *
     * @param complete whether who is in no history never asked
     * @param logSays what the log has of a user, for the evidence
     */
    NobodyUnexpected(ToldByUser told, boolean complete, LongFunction<String> logSays) {
        this.told = told;
        this.complete = complete;
        this.logSays = logSays;
    }

    /** A row; it is noted in the histories too. */
    void accept(Issuance row) {
        rows++;
        boolean seen = told.row(row);
        if (!seen && !complete) {
            unseen++;
        } else if (!told.hopeful(row.userId())) {
            breaches.add(() -> "user " + row.userId() + ", serial " + row.serial() + ": " + told.says(row.userId())
                    + " · " + logSays.apply(row.userId()) + " · MySQL serial " + row.serial() + ", claim "
                    + row.claimId());
        }
    }

    Finding finish() {
        String others = unseen == 0 ? "" : " (" + unseen + " of users in no history)";
        return breaches.finding(
                Invariant.I4,
                new Words(
                        rows + " rows, all of users who had reason to hope" + others + ".",
                        "행 " + rows + "개 모두 발급받을 수 있던 사용자의 것입니다" + others + "."),
                new Words(
                        "Rows exist for users who never asked, or whose every answer was a refusal.",
                        "요청한 적 없거나 거절만 받은 사용자의 행이 있습니다."));
    }
}
