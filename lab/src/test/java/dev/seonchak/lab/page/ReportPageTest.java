package dev.seonchak.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportPageTest {
    private static final Pattern DATA = Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>");

    @Test
    void whatever_a_run_contains_stays_data() {
        String page = ReportPage.of(Runs.failed());

        assertThat(page).doesNotContain(Runs.HOSTILE).doesNotContain("<img");
        assertThat(count(page, "<script")).isEqualTo(count(ReportPage.of(Runs.minimal()), "<script"));
        assertThat(data(page).getJsonObject("run").getString("name")).isEqualTo(Runs.HOSTILE);
    }

    @Test
    void a_run_that_speaks_of_holes_in_the_template_fills_none() {
        String page = ReportPage.of(Runs.realistic().put("name", "{{licence}} $1 \\"));

        assertThat(data(page).getJsonObject("run").getString("name")).isEqualTo("{{licence}} $1 \\");
    }

    @Test
    void the_page_carries_the_drawing_library_with_its_licence_and_names_no_other_file() {
        String page = ReportPage.of(Runs.realistic());

        assertThat(page).contains("The MIT License (MIT)", "Leon Sorokin", "var uPlot=");
        assertThat(page).doesNotContain("<script src", "@import", "url(");
        assertThat(page).doesNotContain("{{");
    }

    @Test
    void two_runs_and_what_the_one_has_over_the_other_are_in_one_page() {
        JsonObject data = data(ComparePage.of(Runs.realistic(), Runs.slower()));

        assertThat(data.getJsonObject("b").getJsonObject("run").getString("commit"))
                .isEqualTo("951ff65b22");
        assertThat(data.getJsonObject("comparison").getJsonArray("warnings")).hasSize(2);
    }

    private static JsonObject data(String page) {
        Matcher found = DATA.matcher(page);
        assertThat(found.find()).isTrue();
        return new JsonObject(found.group(1));
    }

    private static long count(String text, String part) {
        return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
    }
}
