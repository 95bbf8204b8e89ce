package dev.seonchak.core.audit;

import java.util.function.LongFunction;

/** I3: every 202 is exactly one row, with the same user and the same serial, and nobody was told 202 twice. */
final class EveryOkIsARow {

    private EveryOkIsARow() {}

    /**
     * Judges.
     *
     * @param told histories, with the rows noted
     * @param logSays what the log has of a user, for the evidence
     */
    static Finding judge(ToldByUser told, LongFunction<String> logSays) {
        var breaches = new Breaches();
        told.forEach(at -> {
            long user = told.user(at);
            int row = told.rowSerial(at);
            if (told.ok(at) && (row == 0 || (told.okSerial(at) > 0 && row != told.okSerial(at)))) {
                breaches.add(() -> "user " + user + ": " + told.says(user) + " · " + logSays.apply(user) + " · MySQL "
                        + (row == 0 ? "no row" : "serial " + row));
            }
        });
        breaches.addAll(told.twice());
        return breaches.finding(
                Invariant.I3,
                new Words(
                        told.accepted() + " answers 202, each one row with its serial.",
                        "202 응답 " + told.accepted() + "건 모두 같은 일련번호의 행이 하나씩 있습니다."),
                new Words("Clients were told 202 and have no such row: lost.", "202를 받았으나 그 행이 없습니다 (유실)."));
    }
}
