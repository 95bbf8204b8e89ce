package dev.seonchak.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seonchak.service.rig.Answer;
import dev.seonchak.service.rig.Node;
import dev.seonchak.service.rig.Servers;
import org.junit.jupiter.api.Test;

/** What an operator sees at {@code /metrics} after real requests. Coupons 1801 to 1804. */
class MetricsTest {

    private static final String CLAIMS = "seonchak_claims_total";

    @Test
    void every_answer_is_counted_under_its_outcome_and_every_meter_is_there() {
        try (Node node = Node.ready(
                Servers.config("test.metrics", "ISSUE_DEADLINE_MS", "8000", "GATE_SWEEP_AFTER_MS", "9000"))) {
            node.define(1801, 2);
            node.define(1802, 2);
            node.admin("POST", "/1802/close", "");
            node.admin("POST", "", "{\"couponId\":1803,\"quantity\":1,\"opensAt\":\"2999-01-01T00:00:00Z\"}");
            await().until(() -> node.meter("seonchak_gate_alignments_total") >= 1);
            for (int user = 1; user <= 5; user++) {
                node.claim(1801, user);
            }
            node.claim(1801, 1);
            node.claim(1802, 1);
            node.claim(1803, 1);
            node.claim(1804, 1);
            assertThat(node.meter(CLAIMS, "outcome=\"issued\"")).isEqualTo(2);
            assertThat(node.meter(CLAIMS, "outcome=\"sold-out\"")).isEqualTo(3);
            assertThat(node.meter(CLAIMS, "outcome=\"already-issued\"")).isEqualTo(1);
            assertThat(node.meter(CLAIMS, "outcome=\"closed\"")).isEqualTo(1);
            assertThat(node.meter(CLAIMS, "outcome=\"not-open\"")).isEqualTo(1);
            assertThat(node.meter(CLAIMS, "outcome=\"unknown-coupon\"")).isEqualTo(1);
            assertThat(node.meter(CLAIMS)).isEqualTo(9);
            assertThat(node.meter("seonchak_log_append_to_apply_seconds_count")).isGreaterThanOrEqualTo(2);
            assertThat(node.meter("seonchak_http_connections")).isPositive();
            Answer metrics = node.get("/metrics");
            assertThat(metrics.header("Content-Type")).startsWith("text/plain");
            assertThat(metrics.body())
                    .contains(
                            "seonchak_claims_waited_seconds_bucket",
                            "outcome=\"outcome-unknown\"",
                            "outcome=\"overloaded\"",
                            "outcome=\"log-unavailable\"",
                            "seonchak_log_not_sent_total 0",
                            "seonchak_log_unacknowledged_total 0",
                            "seonchak_log_garbage_total 0",
                            "seonchak_log_breaker_open 0",
                            "seonchak_gate_breaker_open 0",
                            "seonchak_gate_failures_total",
                            "seonchak_gate_swept_total",
                            "seonchak_http_connections_refused_total 0",
                            "seonchak_issue_waiting 0",
                            "jvm_memory_used_bytes",
                            "process_cpu_usage");
        }
    }
}
