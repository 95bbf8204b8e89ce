package dev.seonchak.service.claimlog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogBreakerTest {

    private long nowMs = 5_000;
    private final LogBreaker breaker = new LogBreaker(1_000, () -> nowMs);

    @Test
    void a_log_that_acknowledges_takes_claims() {
        breaker.sent();
        nowMs += 900;
        breaker.acknowledged();
        nowMs += 100_000;
        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void silence_with_records_under_way_turns_claims_away_and_any_acknowledgement_lets_them_in() {
        breaker.sent();
        breaker.sent();
        nowMs += 1_000;
        assertThat(breaker.allows()).isFalse();
        breaker.acknowledged();
        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void silence_is_counted_from_the_last_acknowledgement() {
        breaker.sent();
        nowMs += 999;
        breaker.sent();
        breaker.acknowledged();
        nowMs += 999;
        assertThat(breaker.isOpen()).isFalse();
        nowMs += 1;
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void after_a_failure_one_claim_in_a_while_tries_the_log() {
        breaker.sent();
        breaker.failed();
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).isFalse();
        nowMs += 499;
        assertThat(breaker.allows()).isFalse();
        nowMs += 1;
        assertThat(breaker.allows()).isTrue();
        breaker.sent();
        nowMs += 600;
        assertThat(breaker.allows()).as("while the one is under way").isFalse();
        breaker.acknowledged();
        assertThat(breaker.allows()).isTrue();
    }
}
