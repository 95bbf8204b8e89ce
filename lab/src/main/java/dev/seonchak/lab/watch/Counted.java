package dev.seonchak.lab.watch;

import dev.seonchak.core.audit.Words;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The counters whose increase is worth a sentence, and what they count, in words. */
final class Counted {
    private static final Map<String, Words> WORDS = Map.ofEntries(
            Map.entry("seonchak_gate_failures_total", new Words("failed calls to Redis", "Redis 호출 실패")),
            Map.entry(
                    "seonchak_gate_alignments_total",
                    new Words("alignments of Redis with the ledger", "Redis를 원장에 맞춤")),
            Map.entry("seonchak_gate_swept_total", new Words("old admissions settled by the keeper", "키퍼가 정리한 오래된 입장")),
            Map.entry(
                    "seonchak_log_not_sent_total",
                    new Words("claims that the producer could not take", "프로듀서가 받지 못한 요청")),
            Map.entry(
                    "seonchak_log_unacknowledged_total",
                    new Words("claims without an acknowledgement in time", "제때 확인받지 못한 요청")),
            Map.entry(
                    "seonchak_log_garbage_total", new Words("foreign or broken records of the log", "로그의 낯설거나 깨진 레코드")),
            Map.entry(
                    "seonchak_http_connections_refused_total",
                    new Words("connections closed over the bound", "한도를 넘어 닫은 연결")),
            Map.entry("seonchak_recorder_retries_total", new Words("attempts of the recorder made again", "기록기의 재시도")),
            Map.entry(
                    "seonchak_recorder_duplicate_keys_total",
                    new Words("issuances that a unique key refused", "고유 키가 거부한 발급")),
            Map.entry("seonchak_recorder_quarantined_total", new Words("records put into quarantine", "격리된 레코드")),
            Map.entry(
                    "seonchak_recorder_position_moved_total",
                    new Words("batches dropped: the database was elsewhere", "버린 배치: DB의 위치가 달랐음")),
            Map.entry(
                    "hikaricp_connections_timeout_total",
                    new Words("waits that ended without a connection to MySQL", "MySQL 커넥션을 얻지 못하고 끝난 대기")));

    private Counted() {}

    /** What that counter counts, its kind included; null: its increase is nothing to tell. */
    static @Nullable Words words(String metric) {
        int brace = metric.indexOf('{');
        String name = brace < 0 ? metric : metric.substring(0, brace);
        if (name.equals("seonchak_claims_total")) {
            return claims(PromText.label(metric, "outcome"));
        }
        Words words = WORDS.get(name);
        String kind = PromText.label(metric, "kind");
        return words == null || kind.isEmpty() ? words : words.and(new Words("(" + kind + ")", "(" + kind + ")"));
    }

    /** Definite answers are the business itself; the others are what a fault does to clients. */
    private static @Nullable Words claims(String outcome) {
        return switch (outcome) {
            case "outcome-unknown" -> new Words("claims answered 503, outcome unknown", "503 결과 모름으로 답한 요청");
            case "overloaded" -> new Words("claims answered 503, overloaded", "503 과부하로 답한 요청");
            case "log-unavailable" -> new Words("claims answered 503, log unavailable", "503 로그 이용 불가로 답한 요청");
            default -> null;
        };
    }
}
