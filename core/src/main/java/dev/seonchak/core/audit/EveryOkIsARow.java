package dev.seonchak.core.audit;

import java.util.function.LongFunction;
import java.util.function.LongPredicate;

/** I3: every 202 is exactly one row, with the same user and the same serial, and nobody was told 202 twice. */
final class EveryOkIsARow {

    private EveryOkIsARow() {}

    /**
     * Judges.
     *
     * @param told histories, with the rows noted
     * @param onItsWay whether a user's row, which is not there, may still be written: the log has it and the recorder is not
     *     that far, or nobody could read the log
     * @param logSays what the log has of a user, for the evidence
     */
    static Finding judge(ToldByUser told, LongPredicate onItsWay, LongFunction<String> logSays) {
        var breaches = new Breaches();
        var waiting = new Breaches();
        told.forEach(at -> {
            long user = told.user(at);
            int row = told.rowSerial(at);
            if (told.ok(at) && (row == 0 || (told.okSerial(at) > 0 && row != told.okSerial(at)))) {
                Breaches kind = row == 0 && onItsWay.test(user) ? waiting : breaches;
                kind.add(() -> "user " + user + ": " + told.says(user) + " · " + logSays.apply(user) + " · MySQL "
                        + (row == 0 ? "no row" : "serial " + row));
            }
        });
        breaches.addAll(told.twice());
        if (breaches.none() && !waiting.none()) {
            return waiting.unknown(
                    Invariant.I3,
                    new Words(
                            waiting.total() + " answers 202 have no row, which may be on its way: audit again when the"
                                    + " log can be read and the recorder has caught up.",
                            "202 응답 " + waiting.total() + "건의 행이 아직 없으나 기록되는 중일 수 있습니다. 로그를 읽을 수 있고 기록기가"
                                    + " 따라잡은 뒤 다시 감사하세요."));
        }
        return breaches.finding(
                Invariant.I3,
                new Words(
                        told.accepted() + " answers 202, each one row with its serial.",
                        "202 응답 " + told.accepted() + "건 모두 같은 일련번호의 행이 하나씩 있습니다."),
                new Words("Clients were told 202 and have no such row: lost.", "202를 받았으나 그 행이 없습니다 (유실)."));
    }
}
