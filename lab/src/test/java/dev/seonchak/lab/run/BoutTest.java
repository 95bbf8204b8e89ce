package dev.seonchak.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.lab.fault.Fault;
import dev.seonchak.lab.fault.Faults;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoutTest {
    private static final Fault REDIS = named("redis-blackhole");
    private static final Fault KAFKA = named("kafka-kill");
    private static final Fault MYSQL = named("mysql-reset");

    @Test
    void a_fault_by_itself_is_over_when_it_is_healed() {
        Struck redis = struck(REDIS, 1_000, 3_000, 3_100);
        Struck later = struck(KAFKA, 5_000, 6_000, 7_000);

        Bout bout = Bout.around(redis, List.of(redis, later));

        assertThat(bout.faults()).containsExactly(redis);
        assertThat(bout.healedAtMs()).isEqualTo(3_100);
        assertThat(bout.lastedMs()).isEqualTo(2_000);
        assertThat(bout.p99Within(Limits.PROMISED)).isEqualTo(Limits.PROMISED.p99WithinMs());
    }

    @Test
    void nobody_recovers_from_redis_while_every_broker_is_dead() {
        Struck redis = struck(REDIS, 2_730, 5_480, 5_480);
        Struck kafka = struck(KAFKA, 3_210, 6_710, 12_120);

        Bout bout = Bout.around(redis, List.of(redis, kafka));

        assertThat(bout.healedAtMs()).isEqualTo(12_120);
        assertThat(bout.lastedMs()).isEqualTo(3_980);
        assertThat(bout.p99Within(Limits.PROMISED)).isEqualTo(Limits.PROMISED.p99WithinAfterKafkaMs());
    }

    @Test
    void faults_that_overlap_through_a_third_belong_together() {
        Struck first = struck(REDIS, 0, 1_000, 1_000);
        Struck between = struck(KAFKA, 900, 2_000, 2_000);
        Struck last = struck(MYSQL, 1_900, 3_000, 3_000);

        assertThat(Bout.around(first, List.of(first, between, last)).faults()).containsExactly(first, between, last);
    }

    private static Struck struck(Fault fault, long beganAtMs, long healingAtMs, long healedAtMs) {
        return new Struck(Strike.after(0, fault, 0), "", beganAtMs, healingAtMs, healedAtMs);
    }

    private static Fault named(String name) {
        return Faults.all().stream()
                .filter(fault -> fault.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
