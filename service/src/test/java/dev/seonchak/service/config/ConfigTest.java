package dev.seonchak.service.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigTest {

    @Test
    void the_defaults_contradict_nothing() {
        Config config = Config.of(Map.of(), Map.of());
        assertThat(config.roles()).containsExactlyInAnyOrder(Config.Role.values());
        assertThat(config.log().bootstrapServers()).isEqualTo("127.0.0.1:9092");
        assertThat(config.adminToken()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ADMIN_TOKEN=short|SEONCHAK_ADMIN_TOKEN has fewer than 16 characters",
                "LOG_DELIVERY_TIMEOUT_MS=3000|SEONCHAK_LOG_DELIVERY_TIMEOUT_MS (3000) must be less than"
                        + " SEONCHAK_ISSUE_DEADLINE_MS (3000)",
                "LOG_LINGER_MS=100 LOG_DELIVERY_TIMEOUT_MS=100|SEONCHAK_LOG_LINGER_MS (100) must be less than"
                        + " SEONCHAK_LOG_DELIVERY_TIMEOUT_MS (100)",
                "ISSUE_EMPTY_WAIT_MS=3000|SEONCHAK_ISSUE_EMPTY_WAIT_MS (3000) must be less than"
                        + " SEONCHAK_ISSUE_DEADLINE_MS (3000)",
                "GATE_TIMEOUT_MS=4000|SEONCHAK_GATE_TIMEOUT_MS (4000) must be less than"
                        + " SEONCHAK_ISSUE_DEADLINE_MS (3000)",
                "ISSUE_DEADLINE_MS=10000|SEONCHAK_ISSUE_DEADLINE_MS (10000) must be less than"
                        + " SEONCHAK_GATE_SWEEP_AFTER_MS (10000)",
                "HTTP_IDLE_TIMEOUT_MS=3000|SEONCHAK_ISSUE_DEADLINE_MS (3000) must be less than"
                        + " SEONCHAK_HTTP_IDLE_TIMEOUT_MS (3000)",
                "LOG_MIN_INSYNC_REPLICAS=4|no record could ever be written",
                "ROLES=api,writer|SEONCHAK_ROLES must be api, recorder or api,recorder but is 'api,writer'",
                "ROLES=|SEONCHAK_ROLES must be",
                "HTTP_PORT=65536|SEONCHAK_HTTP_PORT must be a whole number from 0 to 65535 but is '65536'",
                "HTTP_PORT=http|SEONCHAK_HTTP_PORT must be a whole number",
                "HTTP_PORT=|SEONCHAK_HTTP_PORT must be a whole number",
                "ISSUE_MAX_WAITING=0|SEONCHAK_ISSUE_MAX_WAITING must be a whole number from 1",
                "ISSUE_DEADLINE_MS=99999999999|SEONCHAK_ISSUE_DEADLINE_MS must be a whole number",
                "REDIS_URL=localhost:6379|SEONCHAK_REDIS_URL is not a URL of the form",
                "REDIS_URL=http://localhost|redis://[user:password@]host:port",
                "MYSQL_URL=jdbc:mysql://h/db|SEONCHAK_MYSQL_URL is not a URL of the form",
                "KAFKA_URL=localhost:9092|SEONCHAK_KAFKA_URL must be kafka://host:port",
                "KAFKA_URL=kafka://|SEONCHAK_KAFKA_URL must be kafka://host:port",
                "KAFKA_URL=kafka://a:1,b|SEONCHAK_KAFKA_URL must be kafka://host:port",
                "KAFKA_URL=kafka://a:99999|SEONCHAK_KAFKA_URL must be kafka://host:port",
                "KAFKA_URL=kafka://a:0|SEONCHAK_KAFKA_URL must be kafka://host:port",
                "LOG_TOPIC=|SEONCHAK_LOG_TOPIC must be",
                "LOG_TOPIC=two words|SEONCHAK_LOG_TOPIC must be",
                "LOG_TOPIC=..|SEONCHAK_LOG_TOPIC must be",
                "INFLUX_URL=localhost:8086/k6|SEONCHAK_INFLUX_URL is not a URL of the form",
                "INFLUX_URL=http://localhost:8086|SEONCHAK_INFLUX_URL must end with the name of a database",
                "INFLUX_URL=http://localhost:8086/k6/x|SEONCHAK_INFLUX_URL must end with the name of a database",
                "INFLUX_STEP_S=61|SEONCHAK_INFLUX_STEP_S must be a whole number from 1 to 60"
            })
    void what_cannot_be_is_refused_with_a_sentence_that_names_it(String settings, String sentence) {
        assertThatThrownBy(() -> Config.of(Map.of(), environment(settings)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void a_flag_wins_over_the_environment_and_both_over_the_default() {
        var environment = Map.of("SEONCHAK_HTTP_PORT", "81", "SEONCHAK_HTTP_HOST", "127.0.0.1");
        Config config = Config.of(Map.of(Setting.HTTP_PORT, "82"), environment);
        assertThat(config.http().port()).isEqualTo(82);
        assertThat(config.http().host()).isEqualTo("127.0.0.1");
        assertThat(line(config, "SEONCHAK_HTTP_PORT")).endsWith("# flag --http-port");
        assertThat(line(config, "SEONCHAK_HTTP_HOST")).endsWith("# environment");
        assertThat(line(config, "SEONCHAK_LOG_TOPIC")).endsWith("# default");
    }

    @ParameterizedTest
    @CsvSource({
        "ADMIN_TOKEN, sesame-open-sesame",
        "REDIS_URL, redis://me:sesame@h:6379",
        "REDIS_URL, redis://:sesame@h:6379/2",
        "REDIS_URL, redis://h:6379?password=sesame",
        "REDIS_URL, redis://h:6379?db=1&password=sesame&user=me",
        "INFLUX_URL, http://me:sesame@h:8086/k6",
        "MYSQL_URL, mysql://me:sesame@h:3306/db",
        "MYSQL_URL, mysql://me:se%40same@h:3306/db?password=sesame"
    })
    void what_is_printed_shows_no_secret(Setting setting, String value) {
        Config config = Config.of(Map.of(), Map.of(setting.environmentVariable(), value));
        assertThat(config.print()).doesNotContain("same").contains("***");
    }

    @Test
    void influxdb_is_written_as_k6_writes_it() {
        assertThat(Config.of(Map.of(), Map.of()).influx().wanted()).isFalse();
        assertThat(influx("http://localhost:8086/k6"))
                .isEqualTo(new Config.Influx("http://localhost:8086", "k6", "", "", 5));
        assertThat(influx("https://me:se%3Asame%40@h/load_1"))
                .isEqualTo(new Config.Influx("https://h", "load_1", "me", "se:same@", 5));
    }

    private static Config.Influx influx(String url) {
        return Config.of(Map.of(Setting.INFLUX_URL, url), Map.of()).influx();
    }

    @ParameterizedTest
    @EnumSource
    void every_setting_is_printed(Setting setting) {
        assertThat(line(Config.of(Map.of(), Map.of()), setting.environmentVariable()))
                .isNotEmpty();
    }

    @Test
    void a_variable_that_looks_like_a_setting_and_is_none_is_named() {
        var environment = Map.of("SEONCHAK_HTTP_PROT", "81", "SEONCHAK_HTTP_PORT", "82", "PATH", "/bin");
        assertThat(Setting.unknownIn(environment)).containsExactly("SEONCHAK_HTTP_PROT");
    }

    private static String line(Config config, String start) {
        return config.print()
                .lines()
                .filter(line -> line.startsWith(start + " "))
                .findFirst()
                .orElse("");
    }

    private static Map<String, String> environment(String settings) {
        var environment = new HashMap<String, String>();
        for (String setting : settings.split(" (?=[A-Z_]+=)", -1)) {
            int equals = setting.indexOf('=');
            environment.put("SEONCHAK_" + setting.substring(0, equals), setting.substring(equals + 1));
        }
        return environment;
    }
}
