package dev.seonchak.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.audit.DatabaseAddress;
import dev.seonchak.service.config.Config;
import dev.seonchak.service.config.Setting;
import dev.seonchak.service.recorder.DatabaseOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code ops/compose.yaml} names what there is, fits to what the service reads, and opens nothing to other machines. Whether it
 * is a compose file at all, Compose's schema says (docs/operations.md).
 */
class ComposeTest {

    private static final ComposeFile FILE = ComposeFile.with(Map.of());

    static List<String> services() {
        return FILE.services();
    }

    static List<Map<String, String>> variables() {
        var own = ComposeFile.variables().stream()
                .filter(name -> name.endsWith("_PASSWORD") || name.endsWith("_TOKEN"))
                .collect(Collectors.toMap(
                        name -> name, name -> name.replace("_", "").repeat(2)));
        assertThat(own).hasSize(5);
        return List.of(Map.of(), own);
    }

    @ParameterizedTest
    @MethodSource("services")
    void every_image_has_an_exact_version(String service) {
        assertThat(FILE.service(service).getString("image")).matches("[a-z/]+:v?\\d+\\.\\d+\\.\\d+(-[A-Za-z]+)?");
    }

    @ParameterizedTest
    @MethodSource("services")
    void every_service_comes_back_is_asked_for_its_health_and_has_a_limit(String service) {
        JsonObject json = FILE.service(service);
        assertThat(json.getString("restart")).isEqualTo("unless-stopped");
        assertThat(FILE.healthCheck(service))
                .hasSizeGreaterThan(1)
                .first()
                .asString()
                .startsWith("CMD");
        assertThat(json.getJsonObject("healthcheck").fieldNames()).contains("interval", "timeout", "retries");
        assertThat(json.getJsonObject("deploy")
                        .getJsonObject("resources")
                        .getJsonObject("limits")
                        .getString("memory"))
                .matches("\\d+[mg]");
    }

    @ParameterizedTest
    @MethodSource("services")
    void who_waits_waits_for_the_health_of_a_service_that_is_there(String service) {
        JsonObject needs = FILE.service(service).getJsonObject("depends_on", new JsonObject());
        for (String other : needs.fieldNames()) {
            assertThat(FILE.services()).contains(other);
            assertThat(needs.getJsonObject(other).getString("condition")).isEqualTo("service_healthy");
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void no_port_is_open_to_other_machines(String service) {
        assertThat(FILE.service(service).getString("network_mode", "")).isEmpty();
        assertThat(FILE.list(service, "ports")).allMatch(port -> port.matches("127\\.0\\.0\\.1:[0-9-]+:\\d+"));
    }

    @Test
    void volumes_are_declared_and_used_and_mounted_files_are_there() {
        var named = new HashSet<String>();
        for (String service : FILE.services()) {
            for (String volume : FILE.list(service, "volumes").toList()) {
                List<String> parts = List.of(volume.split(":", -1));
                if (parts.getFirst().startsWith("./")) {
                    assertThat(parts)
                            .as("files of this repository are mounted read-only")
                            .hasSize(3)
                            .endsWith("ro");
                    assertThat(ComposeFile.PATH.resolveSibling(parts.getFirst()))
                            .as(volume)
                            .isDirectory();
                } else {
                    assertThat(parts).hasSize(2);
                    named.add(parts.getFirst());
                }
            }
        }
        assertThat(FILE.volumes()).containsExactlyInAnyOrderElementsOf(named);
        assertThat(FILE.list("kafka", "volumes"))
                .as("the log is the truth, and outlives its container")
                .contains("kafka-data:" + FILE.environment("kafka").get("KAFKA_LOG_DIRS"));
    }

    @Test
    void every_setting_is_one_of_the_service() {
        var environment = new ArrayList<>(FILE.environment("seonchak").keySet());
        assertThat(environment).isNotEmpty().allMatch(name -> name.startsWith("SEONCHAK_"));
        assertThat(Setting.unknownIn(environment.stream().collect(Collectors.toMap(name -> name, name -> ""))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("variables")
    void the_service_finds_its_servers_and_both_sides_know_the_same_passwords(Map<String, String> variables) {
        ComposeFile file = ComposeFile.with(variables);
        Config config = Config.of(Map.of(), file.environment("seonchak"));

        assertThat(file.environment("kafka").get("KAFKA_ADVERTISED_LISTENERS"))
                .isEqualTo("PLAINTEXT://" + config.log().bootstrapServers());
        assertThat(config.log().replicationFactor())
                .as("as many as there are brokers")
                .isEqualTo(1);

        URI redis = URI.create(config.gate().url());
        assertThat(file.services()).contains(redis.getHost());
        assertThat(file.list("redis", "command"))
                .containsSequence("--requirepass", redis.getUserInfo().substring(1));
        assertThat(file.environment("redis"))
                .containsEntry("REDISCLI_AUTH", redis.getUserInfo().substring(1));

        DatabaseAddress mysql = DatabaseOptions.of(config.recorder()).address();
        assertThat(file.services()).contains(mysql.host());
        assertThat(file.environment("mysql"))
                .containsEntry("MYSQL_DATABASE", mysql.database())
                .containsEntry("MYSQL_USER", mysql.user())
                .containsEntry("MYSQL_PASSWORD", mysql.password());

        assertThat(config.adminToken()).isEqualTo(variables.getOrDefault("ADMIN_TOKEN", "local-admin-token"));
        assertThat(file.environment("grafana").get("GF_SECURITY_ADMIN_PASSWORD"))
                .isEqualTo(variables.getOrDefault("GRAFANA_PASSWORD", "seonchak"));
        assertThat(file.environment("mysql").get("MYSQL_ROOT_PASSWORD"))
                .isEqualTo(variables.getOrDefault("MYSQL_ROOT_PASSWORD", "seonchak"));
    }

    @Test
    void the_service_listens_where_the_port_leads_and_has_files_and_time_enough() {
        Config config = Config.of(Map.of(), FILE.environment("seonchak"));
        assertThat(FILE.list("seonchak", "ports"))
                .containsExactly("127.0.0.1:8080:" + config.http().port());
        JsonObject service = FILE.service("seonchak");
        int files = service.getJsonObject("ulimits").getJsonObject("nofile").getInteger("soft");
        assertThat(files).isGreaterThan(config.http().maxConnections() + 1_000);
        int graceMs =
                1_000 * Integer.parseInt(service.getString("stop_grace_period").replace("s", ""));
        assertThat(graceMs).isGreaterThan(5 * config.issue().deadlineMs());
    }

    @Test
    void redis_forgets_nothing_while_it_runs_and_mysql_nothing_at_all() {
        assertThat(FILE.list("redis", "command")).containsSequence("--maxmemory-policy", "noeviction");
        assertThat(FILE.list("mysql", "command")).contains("--innodb-flush-log-at-trx-commit=1", "--sync-binlog=1");
        assertThat(FILE.list("mysql", "volumes")).contains("mysql-data:/var/lib/mysql");
    }

    @Test
    void several_nodes_take_a_range_of_ports() {
        assertThat(ComposeFile.with(Map.of("HTTP_PORTS", "8080-8082")).list("seonchak", "ports"))
                .containsExactly("127.0.0.1:8080-8082:8080");
        assertThat(Stream.of("container_name", "hostname")).noneMatch(FILE.service("seonchak")::containsKey);
    }
}
