package dev.seonchak.lab.watch;

import java.util.Map;

/** The counters whose increase is worth a sentence, and what they count, in words. */
final class Counted {
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("seonchak_gate_failures_total", "failed calls to Redis"),
            Map.entry("seonchak_gate_alignments_total", "alignments of Redis with the ledger"),
            Map.entry("seonchak_gate_swept_total", "old admissions settled by the keeper"),
            Map.entry("seonchak_log_not_sent_total", "claims that the producer could not take"),
            Map.entry("seonchak_log_unacknowledged_total", "claims without an acknowledgement in time"),
            Map.entry("seonchak_log_garbage_total", "foreign or broken records of the log"),
            Map.entry("seonchak_http_connections_refused_total", "connections closed over the bound"),
            Map.entry("seonchak_recorder_retries_total", "attempts of the recorder made again"),
            Map.entry("seonchak_recorder_duplicate_keys_total", "issuances that a unique key refused"),
            Map.entry("seonchak_recorder_quarantined_total", "records put into quarantine"),
            Map.entry("seonchak_recorder_position_moved_total", "batches dropped: the database was elsewhere"),
            Map.entry("hikaricp_connections_timeout_total", "waits that ended without a connection to MySQL"));

    private Counted() {}

    /** What that counter counts, its kind included; empty: its increase is nothing to tell. */
    static String words(String metric) {
        int brace = metric.indexOf('{');
        String name = brace < 0 ? metric : metric.substring(0, brace);
        if (name.equals("seonchak_claims_total")) {
            return claims(PromText.label(metric, "outcome"));
        }
        String words = WORDS.getOrDefault(name, "");
        String kind = PromText.label(metric, "kind");
        return words.isEmpty() || kind.isEmpty() ? words : words + " (" + kind + ")";
    }

    /** Definite answers are the business itself; the others are what a fault does to clients. */
    private static String claims(String outcome) {
        return switch (outcome) {
            case "outcome-unknown" -> "claims answered 503, outcome unknown";
            case "overloaded" -> "claims answered 503, overloaded";
            case "log-unavailable" -> "claims answered 503, log unavailable";
            default -> "";
        };
    }
}
