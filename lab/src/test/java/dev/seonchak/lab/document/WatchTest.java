package dev.seonchak.lab.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.lab.watch.Recording;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final long ZERO_MS = 10_000;
    private static final double NONE = Double.NaN;

    private final Recording recording = new Recording();

    @Test
    void nodes_are_added_up_but_what_all_of_them_tell_of_one_thing_is_told_once() {
        up("api 1", "api 2");
        series("api 1", "seonchak_coupon_remaining{coupon=\"7\"}", 90, 80);
        series("api 2", "seonchak_coupon_remaining{coupon=\"7\"}", 91, 78);
        series("api 1", "seonchak_issue_waiting", 3, 4);
        series("api 2", "seonchak_issue_waiting", 10, NONE);
        series("api 1", "seonchak_redis_memory_used", 500, 600);
        series("api 2", "seonchak_redis_memory_used", 500, 600);
        series("api 1", "hikaricp_connections_max{pool=\"mysql\"}", 5, 5);
        series("api 2", "hikaricp_connections_max{pool=\"mysql\"}", 5, 5);

        JsonObject seen = seen(2);

        assertThat(seen.getJsonArray("stock")).containsExactly(90.0, 78.0);
        assertThat(seen.getJsonArray("waiting")).containsExactly(13.0, 4.0);
        assertThat(seen.getJsonArray("redisMemoryBytes")).containsExactly(500.0, 600.0);
        assertThat(seen.getJsonObject("pool").getJsonArray("max")).containsExactly(10.0, 10.0);
    }

    @Test
    void lag_is_the_sum_over_partitions_and_unknown_while_one_has_no_owner() {
        up("recorder 1", "recorder 2");
        series("recorder 1", "seonchak_recorder_lag{partition=\"0\"}", 5, NONE, NONE);
        series("recorder 1", "seonchak_recorder_lag{partition=\"1\"}", 2, 2, 1);
        series("recorder 2", "seonchak_recorder_lag{partition=\"0\"}", NONE, NONE, 40);

        assertThat(seen(3).getJsonArray("lag")).containsExactly(7.0, null, 41.0);
    }

    @Test
    void a_backlog_that_comes_and_goes_within_a_second_is_seen() {
        up("recorder 1");
        for (int i = 0; i < 8; i++) {
            recording.add(
                    "recorder 1", "seonchak_recorder_lag{partition=\"0\"}", ZERO_MS + (i + 1) * 250L, i == 5 ? 900 : 0);
        }

        assertThat(seen(2).getJsonArray("lag")).containsExactly(0.0, 900.0);
    }

    @Test
    void a_breaker_is_a_lane_of_its_node_and_open_where_it_was_open_at_any_time_of_the_second() {
        up("api 1", "api 2");
        series("api 1", "seonchak_gate_breaker_open", 0, 0, 0);
        recording.add("api 2", "seonchak_gate_breaker_open", ZERO_MS + 1_000, 0);
        recording.add("api 2", "seonchak_gate_breaker_open", ZERO_MS + 1_300, 1);
        recording.add("api 2", "seonchak_gate_breaker_open", ZERO_MS + 1_600, 0);

        JsonObject breakers = seen(3).getJsonObject("breakers");

        assertThat(breakers.fieldNames()).containsExactly("gate, api 1", "gate, api 2");
        assertThat(breakers.getJsonArray("gate, api 1")).containsExactly(0.0, 0.0, 0.0);
        assertThat(breakers.getJsonArray("gate, api 2")).containsExactly(0.0, 1.0, 0.0);
    }

    @Test
    void a_node_alone_needs_no_name_on_its_lane() {
        up("Service");
        series("Service", "seonchak_gate_breaker_open", 0, 1);
        series("Service", "seonchak_log_breaker_open", 0, 1);

        assertThat(seen(2).getJsonObject("breakers").fieldNames()).containsExactly("gate", "log");
    }

    @Test
    void a_node_that_only_records_has_no_lane() {
        up("api 1", "recorder 1");
        series("api 1", "seonchak_gate_breaker_open", 0, 1);
        series("recorder 1", "seonchak_log_breaker_open", 0, 0);

        assertThat(seen(2).getJsonObject("breakers").fieldNames()).containsExactly("gate, api 1");
    }

    @Test
    void cpu_is_what_was_used_in_a_second_and_unknown_where_the_process_began_anew() {
        recording.add("Redis", Recording.CPU_SECONDS, ZERO_MS, 40);
        series("Redis", Recording.CPU_SECONDS, 40.25, 0.5, 0.75);

        JsonArray processes = seen(3).getJsonArray("processes");

        assertThat(processes).hasSize(1);
        assertThat(processes.getJsonObject(0).getJsonArray("cpu")).containsExactly(0.25, null, 0.25);
    }

    @Test
    void duplicate_keys_are_those_of_this_run_on_all_nodes() {
        up("recorder 1", "recorder 2");
        recording.add("recorder 1", "seonchak_recorder_duplicate_keys_total", ZERO_MS - 5_000, 1);
        series("recorder 1", "seonchak_recorder_duplicate_keys_total", 4, 5);
        series("recorder 2", "seonchak_recorder_duplicate_keys_total", 0, 2);

        assertThat(new Watch(recording, ZERO_MS, 2).duplicateKeys()).isEqualTo(3);
        assertThat(new Watch(new Recording(), ZERO_MS, 2).duplicateKeys()).isNaN();
    }

    private JsonObject seen(int seconds) {
        JsonObject series = new JsonObject();
        new Watch(recording, ZERO_MS, seconds).addTo(series, 7);
        return series;
    }

    private void up(String... nodes) {
        Arrays.stream(nodes).forEach(node -> series(node, Recording.UP, 1, 1, 1));
    }

    /** A value at the end of each second. */
    private void series(String node, String metric, double... values) {
        for (int i = 0; i < values.length; i++) {
            recording.add(node, metric, ZERO_MS + (i + 1) * 1_000L, values[i]);
        }
    }
}
