package dev.seonchak.lab.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretsTest {

    @Test
    void passwords_of_urls_are_hidden_and_nothing_else() {
        assertThat(Secrets.hidden(
                        "./seonchak loadtest --out influxdb=http://a:b@h/k6 --target http://h:8080 --stock 5"))
                .isEqualTo("./seonchak loadtest --out influxdb=http://a:***@h/k6 --target http://h:8080 --stock 5");
        assertThat(Secrets.hidden("redis://:secret@h:6379")).isEqualTo("redis://:***@h:6379");
    }
}
