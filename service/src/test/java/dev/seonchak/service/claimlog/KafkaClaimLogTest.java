package dev.seonchak.service.claimlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seonchak.core.claim.ClaimLog.Failure;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponClosed;
import dev.seonchak.service.config.Config;
import dev.seonchak.service.metrics.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class KafkaClaimLogTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void a_producer_that_takes_nothing_any_more_is_a_claim_not_sent() {
        KafkaClaimLog log = log();
        log.close();
        List<Failure> failures = new ArrayList<>();
        log.append(new Claimed(1, 2, "x"), failures::add);
        assertThat(failures).containsExactly(Failure.NOT_SENT);
        assertThat(registry.counter("seonchak.log.not.sent").count()).isEqualTo(1);
        assertThatThrownBy(() -> log.append(new CouponClosed(1), "y").get()).isInstanceOf(ExecutionException.class);
    }

    @Test
    void without_a_cluster_a_claim_is_not_sent_and_nobody_waits() {
        try (KafkaClaimLog log = log()) {
            List<Failure> failures = new ArrayList<>();
            log.append(new Claimed(1, 2, "x"), failures::add);
            assertThat(failures).containsExactly(Failure.NOT_SENT);
            assertThat(log.connected()).isFalse();
        }
    }

    private KafkaClaimLog log() {
        Config.Log config = Config.of(Map.of(), Map.of("SEONCHAK_KAFKA_URL", "kafka://127.0.0.1:1"))
                .log();
        return new KafkaClaimLog(
                new KafkaClients(config), config, "node", Runnable::run, () -> 0, new Meters(registry));
    }
}
