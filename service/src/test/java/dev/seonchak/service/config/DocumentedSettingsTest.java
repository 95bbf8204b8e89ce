package dev.seonchak.service.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code docs/configuration.md} and the settings are one list. */
@TestInstance(Lifecycle.PER_CLASS)
class DocumentedSettingsTest {

    private List<String> lines = List.of();

    @BeforeAll
    void read() throws IOException {
        lines = Files.readAllLines(Path.of("..", "docs", "configuration.md"));
    }

    @ParameterizedTest
    @EnumSource
    void every_setting_is_in_the_page_with_its_default(Setting setting) {
        String name = "`" + setting.environmentVariable() + "`";
        assertThat(lines)
                .filteredOn(line -> line.contains(name) && line.contains(setting.defaultValue()))
                .as("a line of docs/configuration.md with %s and '%s'", name, setting.defaultValue())
                .isNotEmpty();
    }

    @Test
    void the_page_names_no_setting_that_is_not_there() {
        Pattern row = Pattern.compile("^\\| *`(SEONCHAK_[A-Z_]+)`.*");
        assertThat(lines.stream().map(row::matcher).filter(m -> m.matches()).map(m -> m.group(1)))
                .isNotEmpty()
                .allSatisfy(
                        name -> assertThat(Setting.unknownIn(Map.of(name, ""))).isEmpty());
    }
}
