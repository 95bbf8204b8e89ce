package dev.seonchak.service.claimlog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogBreakerTest {

    private long nowMs = 5_000;
    private final LogBreaker breaker = new LogBreaker(1_000, 4_000, () -> nowMs, false);

    @Test
    void a_log_that_acknowledges_takes_claims() {
        breaker.sent();
        nowMs += 900;
        breaker.acknowledged();
        nowMs += 100_000;
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void silence_with_records_under_way_turns_claims_away_and_any_acknowledgement_lets_them_in() {
        breaker.sent();
        breaker.sent();
        nowMs += 1_000;
        assertThat(breaker.isOpen()).isTrue();
        breaker.acknowledged();
        assertThat(breaker.isOpen()).isFalse();
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
    void after_a_failure_no_claim_is_taken_until_a_trial_is_acknowledged() {
        breaker.sent();
        breaker.failed();
        nowMs += 100_000;
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.wantsTrial()).isTrue();
        breaker.sent();
        assertThat(breaker.wantsTrial()).as("one at a time").isFalse();
        assertThat(breaker.isOpen()).isTrue();
        breaker.notSent();
        assertThat(breaker.wantsTrial())
                .as("the producer could not even take it")
                .isTrue();
        breaker.sent();
        breaker.acknowledged();
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.wantsTrial()).isFalse();
    }

    @Test
    void a_log_that_was_never_used_needs_no_trial() {
        nowMs += 100_000;
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.wantsTrial()).isFalse();
    }

    @Test
    void a_producer_is_dead_once_nothing_is_heard_of_what_is_under_way_be_it_good_or_bad() {
        breaker.sent();
        breaker.sent();
        nowMs += 3_999;
        breaker.failed();
        nowMs += 3_999;
        assertThat(breaker.isDead()).isFalse();
        nowMs += 1;
        assertThat(breaker.isDead()).isTrue();
        breaker.acknowledged();
        nowMs += 100_000;
        assertThat(breaker.isDead()).as("nothing is under way").isFalse();
    }

    @Test
    void a_producer_that_says_it_is_dead_is_replaced_but_not_one_after_the_other() {
        breaker.sent();
        breaker.notSent();
        breaker.died();
        assertThat(breaker.isOpen()).isTrue();
        nowMs += 3_999;
        assertThat(breaker.isDead()).isFalse();
        nowMs += 1;
        assertThat(breaker.isDead()).isTrue();
    }

    @Test
    void a_replacement_is_not_trusted_until_it_was_tried() {
        var fresh = new LogBreaker(1_000, 4_000, () -> nowMs, true);
        assertThat(fresh.isOpen()).isTrue();
        assertThat(fresh.wantsTrial()).isTrue();
        fresh.sent();
        fresh.acknowledged();
        assertThat(fresh.isOpen()).isFalse();
    }
}
