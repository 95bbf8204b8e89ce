package dev.seonchak.lab.loadtest;

import static dev.seonchak.lab.document.Check.holds;
import static dev.seonchak.lab.document.Check.words;

import dev.seonchak.core.audit.Finding.Status;
import dev.seonchak.core.audit.Words;
import dev.seonchak.lab.document.Check;
import dev.seonchak.lab.document.Outcomes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a load test asks besides the ten invariants of the audit: that the load was what the plan says, and that every answer
 * was one to expect.
 */
final class Checks {

    private Checks() {}

    /** What k6 says became of its requests. */
    static Outcomes outcomes(K6Summary k6) {
        return new Outcomes(k6::outcomes, k6::latencies, Outcomes.SERVED);
    }

    static List<Check> of(LoadTestResult result) {
        K6Summary k6 = result.summary();
        long planned = result.spec().plan().schedule().planned();
        int vus = result.spec().plan().vus();
        List<Check> checks = new ArrayList<>();
        checks.add(holds(
                "dropped",
                k6.dropped() == 0,
                new Words("The load was whole: no iteration dropped", "부하가 온전함: 버려진 반복 없음"),
                words(
                        "%,d dropped, %,d of %,d planned were sent"
                                + (k6.dropped() == 0 ? "" : "; --vus " + 2 * vus + ", or more CPU for k6, may help"),
                        "버림 %,d건, 계획 %3$,d건 중 %2$,d건 전송"
                                + (k6.dropped() == 0 ? "" : ". --vus " + 2 * vus + " 또는 k6에 CPU를 더 주세요"),
                        k6.dropped(),
                        k6.requests(),
                        planned)));
        long unexpected = outcomes(k6).unexpected();
        checks.add(holds(
                "unexpected",
                unexpected <= result.spec().thresholds().maxFailed() * k6.requests(),
                new Words("Every answer was one to expect: 2xx, 409, 410", "모든 응답이 예상한 것: 2xx, 409, 410"),
                words("%,d others, %.3f %% failed", "그 외 %,d건, 실패 %.3f%%", unexpected, 100 * k6.failedShare())));
        checks.add(holds(
                "history",
                result.answers() == k6.requests(),
                new Words("k6's summary and the history say the same", "k6 요약과 기록이 일치"),
                words("%,d requests, %,d in the history", "요청 %,d건, 기록 %,d건", k6.requests(), result.answers())));
        if (result.settled().asked() > 0) {
            checks.add(Check.settled(result.settled(), Status.FAIL));
        }
        percentile(checks, 95, result.spec().thresholds().p95Ms(), k6);
        percentile(checks, 99, result.spec().thresholds().p99Ms(), k6);
        if (result.report() == null) {
            checks.add(new Check(
                    "audit",
                    Status.UNKNOWN,
                    new Words("Audit", "감사"),
                    new Words(
                            "Not audited: say SEONCHAK_KAFKA_URL, SEONCHAK_MYSQL_URL and SEONCHAK_REDIS_URL.",
                            "감사하지 않음: SEONCHAK_KAFKA_URL, SEONCHAK_MYSQL_URL, SEONCHAK_REDIS_URL을 알려 주세요.")));
        }
        return checks;
    }

    private static void percentile(List<Check> checks, int percentile, @Nullable Integer limitMs, K6Summary k6) {
        if (limitMs != null) {
            checks.add(holds(
                    "p" + percentile,
                    k6.percentileMs(percentile) <= limitMs,
                    words("p%d within %,d ms", "p%d %,dms 이내", percentile, limitMs),
                    words("%.1f ms", "%.1fms", k6.percentileMs(percentile))));
        }
    }
}
