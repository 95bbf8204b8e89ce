package dev.seonchak.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DatabaseAddressTest {

    @Test
    void readsEveryPart() {
        assertThat(DatabaseAddress.parse("mysql://us%40er:p%3Aa+ss@db.local:3307/coupons?sslMode=REQUIRED"))
                .isEqualTo(new DatabaseAddress("db.local", 3307, "coupons", "us@er", "p:a+ss", "sslMode=REQUIRED"));
        assertThat(DatabaseAddress.parse("mysql://u@h/d").port()).isEqualTo(3306);
    }

    @Test
    void propertiesOfTheCallerComeLastAndWin() {
        assertThat(DatabaseAddress.parse("mysql://u:p@h/d?sslMode=REQUIRED").jdbcUrl(1, 2))
                .startsWith("jdbc:mysql://h:3306/d?rewriteBatchedStatements=true&")
                .endsWith("&sslMode=REQUIRED");
    }

    @Test
    void passwordIsNeverShown() {
        assertThat(DatabaseAddress.parse("mysql://u:secret@h/d").toString()).doesNotContain("secret");
        assertThatThrownBy(() -> DatabaseAddress.parse("mysql://u:secret word@h/d"))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("secret");
        assertThatThrownBy(() -> DatabaseAddress.parse("postgres://u:secret@h/d"))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("secret");
    }
}
