package dev.seonchak.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages in a real browser, opened as files by somebody who is offline. */
class PageInBrowserTest {
    /** Dots in a colour of the page's own, such as that of faults. */
    private static final String DOTS_OF = """
            (figure, name) => {
                const probe = document.body.appendChild(document.createElement('i'));
                probe.style.color = `var(--${name})`;
                const color = getComputedStyle(probe).color.match(/\\d+/g).map(Number);
                probe.remove();
                const canvas = figure.querySelector('canvas');
                // A copy: a browser grumbles at a canvas that is read again and again.
                const copy = document.createElement('canvas');
                copy.width = canvas.width;
                copy.height = canvas.height;
                const context = copy.getContext('2d', {willReadFrequently: true});
                context.drawImage(canvas, 0, 0);
                const dots = context.getImageData(0, 0, copy.width, copy.height).data;
                let found = 0;
                for (let i = 0; i < dots.length; i += 4) {
                    if (dots[i + 3] > 200 && color.every((part, k) => Math.abs(part - dots[i + k]) < 9)) found++;
                }
                return found;
            }""";

    private static final String PICTURE = "() => document.querySelector('#chart-rate canvas').toDataURL()";
    private static final String BACKGROUND = "() => getComputedStyle(document.body).backgroundColor";
    private static final String WIDER_THAN_THE_WINDOW = "() => document.documentElement.scrollWidth > innerWidth";

    private static @Nullable Chromium browser;

    @TempDir
    Path dir;

    private Chromium.@Nullable Visit visit;

    @BeforeAll
    static void openBrowser() {
        browser = Chromium.orSkip();
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void leave() {
        if (visit != null) {
            visit.close();
        }
    }

    @Test
    void a_run_is_drawn_without_asking_for_anything() throws IOException {
        Page page = open(Runs.realistic(), "en-US");

        for (String chart : Chromium.CHARTS) {
            assertThat(Chromium.dots(page, chart)).as(chart).isGreaterThan(150);
        }
        assertThat(page.locator("figure").count()).isEqualTo(Chromium.CHARTS.size());
        assertThat(page.locator(".verdict h1").textContent()).isEqualTo("Passed");
        assertThat(page.locator("#figures").textContent()).contains("9.58%", "8.7 ms", "26.9 ms", "260,999");
        assertThat(page.locator("#latencies").textContent()).contains("103,412", "17.2");
        assertThat(page.evaluate(WIDER_THAN_THE_WINDOW)).isEqualTo(false);
        assertThat(asked()).hasSize(1).allMatch(url -> url.startsWith("file:"));
        assertThat(complaints()).isEmpty();
    }

    @Test
    void everything_follows_the_language_charts_too() throws IOException {
        Page page = open(Runs.realistic(), "en-US");
        assertThat(legend(page, "rate")).contains("sent").doesNotContain("보냄");

        page.click("[data-choice=lang-ko]");

        assertThat(page.locator("#invariants h2").textContent()).isEqualTo("불변식");
        assertThat(legend(page, "rate")).contains("보냄").doesNotContain("sent");
        assertThat(legend(page, "outcomes")).contains("이미 발급").doesNotContain("already issued");
        assertThat(Chromium.dots(page, "rate")).isGreaterThan(150);
        page.click("[data-choice=lang-en]");
        assertThat(page.locator("#invariants h2").textContent()).isEqualTo("Invariants");
    }

    @Test
    void a_korean_reader_gets_korean_at_once() throws IOException {
        assertThat(open(Runs.realistic(), "ko-KR").locator(".verdict h1").textContent())
                .isEqualTo("통과");
    }

    @Test
    void in_the_dark_the_page_and_its_charts_are_drawn_in_other_colours() throws IOException {
        Page page = open(Runs.realistic(), "en-US");
        Object lightPicture = page.evaluate(PICTURE);
        Object lightBackground = page.evaluate(BACKGROUND);

        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));

        page.waitForFunction("light => (" + PICTURE + ")() !== light", lightPicture);
        assertThat(page.evaluate(BACKGROUND)).isNotEqualTo(lightBackground);
        page.click("[data-choice=theme-light]");
        assertThat(page.evaluate(BACKGROUND)).isEqualTo(lightBackground);
    }

    @Test
    void the_pointer_shows_values_of_the_same_second_in_every_chart_and_a_drag_zooms_all() throws IOException {
        Page page = open(Runs.realistic(), "en-US");
        page.locator("#chart-rate .u-over").scrollIntoViewIfNeeded();
        var area = page.locator("#chart-rate .u-over").boundingBox();
        double middle = area.y + area.height / 2;

        page.mouse().move(area.x + area.width / 2, middle);
        page.waitForFunction("() => /1:0|0:59/.test(document.querySelector('#chart-stock .u-legend').textContent)");
        String whole = page.evaluate(PICTURE).toString();
        page.mouse().move(area.x + area.width * 0.2, middle);
        page.mouse().down();
        page.mouse().move(area.x + area.width * 0.4, middle);
        page.mouse().up();
        page.waitForFunction("whole => (" + PICTURE + ")() !== whole", whole);
        page.mouse().dblclick(area.x + area.width / 2, middle);

        page.waitForFunction("whole => (" + PICTURE + ")() === whole", whole);
    }

    @Test
    void latencies_can_be_seen_on_both_scales() throws IOException {
        Page page = open(Runs.realistic(), "en-US");
        String picture = "() => document.querySelector('#chart-latency canvas').toDataURL()";
        Object log = page.evaluate(picture);

        page.uncheck("#log");

        assertThat(page.evaluate(picture)).isNotEqualTo(log);
        assertThat(Chromium.dots(page, "latency")).isGreaterThan(150);
    }

    @Test
    void faults_are_drawn_in_every_chart_and_every_lane_has_its_name() throws IOException {
        Page page = open(FaultRuns.withFaults(), "en-US");

        for (String chart : Chromium.CHARTS) {
            assertThat(Chromium.dots(page, chart)).as(chart).isGreaterThan(150);
            assertThat(dotsOf(page, chart, "fault")).as("faults in " + chart).isGreaterThan(150);
        }
        assertThat(dotsOf(page, "breakers", "text")).isGreaterThan(150);
        assertThat(legend(page, "breakers")).contains("gate (Redis), api 1", "log (Kafka), api 2");
        assertThat(page.title()).contains("Load with faults");
        assertThat(complaints()).isEmpty();

        page.click("[data-choice=theme-dark]");

        assertThat(dotsOf(page, "breakers", "text")).isGreaterThan(150);
        assertThat(dotsOf(page, "lag", "fault")).isGreaterThan(150);
    }

    @Test
    void a_run_with_faults_tells_what_clients_saw_what_happened_and_how_long_it_took() throws IOException {
        Page page = open(FaultRuns.withFaults(), "en-US");

        assertThat(page.locator("#page > section").first().getAttribute("id")).isEqualTo("checks");
        assertThat(page.locator("#stretches tr:nth-child(2)").textContent())
                .contains("Redis stopped", "Redis hangs", "0:42.0 – 0:52.0", "12.3 ms", "–", "issued 4,123");
        assertThat(page.locator("#happened tr").allTextContents())
                .containsExactly("−0:00.4labthe load begins", "1:04.3applicationapi 1 bypasses Redis");
        assertThat(page.locator("#recovery tbody tr").allTextContents())
                .anySatisfy(row -> assertThat(row)
                        .startsWith("as fast as before900 ms5,000 ms")
                        .contains("Passed"))
                .anySatisfy(row ->
                        assertThat(row).startsWith("caught upnever30,000 ms").contains("Failed"))
                .anySatisfy(row ->
                        assertThat(row).startsWith("few of themtoo few 202s").contains("Not judged"));
        page.click("[data-choice=lang-ko]");
        assertThat(page.locator("#happened").textContent()).contains("api 1 Redis를 우회함", "애플리케이션");
        assertThat(page.locator("#stretches").textContent()).contains("Redis가 멈춤", "발급 4,123");
        assertThat(page.evaluate(WIDER_THAN_THE_WINDOW)).isEqualTo(false);
        assertThat(complaints()).isEmpty();
    }

    @Test
    void paper_is_a4_and_the_page_is_as_before_afterwards() throws IOException {
        Page page = open(Runs.realistic(), "en-US");
        page.evaluate("() => addEventListener('beforeprint', () => { window.paperWidth ="
                + " document.querySelector('#chart-cpu .uplot').clientWidth; })");

        byte[] pdf = page.pdf(new Page.PdfOptions().setPreferCSSPageSize(true));

        String content = new String(pdf, StandardCharsets.ISO_8859_1);
        assertThat(content.startsWith("%PDF")).isTrue();
        // In points; Chromium counts from inches and arrives at 594.96 × 841.92.
        assertThat(Pattern.compile("/MediaBox \\[0 0 59[45]\\S* 84[12]")
                        .matcher(content)
                        .find())
                .isTrue();
        assertThat(Pattern.compile("/Type /Page\\b(?!s)")
                        .matcher(content)
                        .results()
                        .count())
                .isBetween(3L, 8L);
        assertThat(page.evaluate("() => window.paperWidth")).isEqualTo(700);
        assertThat(page.evaluate("() => document.documentElement.className")).isEqualTo("");
        assertThat(Chromium.dots(page, "cpu")).isGreaterThan(150);
    }

    @Test
    void a_run_with_nothing_but_a_verdict_says_what_was_not_measured() throws IOException {
        Page page = open(Runs.minimal(), "en-US");

        assertThat(page.locator(".verdict h1").textContent()).isEqualTo("Unknown");
        assertThat(page.locator("#plan").textContent()).contains("not measured");
        assertThat(page.locator("#charts").textContent()).contains("Nothing was measured over time");
        assertThat(page.locator("#invariants, #checks, #recovery, figure").count())
                .isZero();
        assertThat(complaints()).isEmpty();
    }

    @Test
    void a_coupon_that_is_gone_within_a_second_has_a_point_where_others_have_a_line() throws IOException {
        JsonObject run = Runs.realistic();
        JsonObject accepted =
                run.getJsonObject("series").getJsonObject("latencyMsByOutcome").getJsonObject("accepted");
        for (String percentile : accepted.fieldNames()) {
            JsonArray values = accepted.getJsonArray(percentile);
            for (int second = 0; second < values.size(); second++) {
                values.set(second, second == 3 ? 12.5 : null);
            }
        }

        Page page = open(run, "en-US");

        assertThat(Chromium.dots(page, "latency202")).isGreaterThan(10);
    }

    @Test
    void charts_without_values_are_left_out_and_named() throws IOException {
        JsonObject run = Runs.realistic();
        run.getJsonObject("series").remove("lag");
        run.getJsonObject("series").remove("pool");

        Page page = open(run, "en-US");

        assertThat(page.locator("#chart-lag, #chart-pool").count()).isZero();
        assertThat(page.locator("#charts > .muted").textContent()).contains("consumer lag", "connection pool");
    }

    @Test
    void a_failure_shows_its_evidence_and_hostile_texts_are_texts() throws IOException {
        Page page = open(Runs.failed(), "en-US");

        assertThat(page.locator(".verdict.FAIL h1").textContent()).isEqualTo("Failed");
        assertThat(page.locator("#evidence-I3").getAttribute("open")).isNotNull();
        assertThat(page.locator("#evidence-I3 pre").textContent()).contains("user 77", Runs.HOSTILE);
        assertThat(page.locator("img").count()).isZero();
        assertThat(page.title()).startsWith("Failed");
        assertThat(Chromium.dots(page, "outcomes")).isGreaterThan(150);
        assertThat(complaints()).isEmpty();
    }

    @Test
    void two_runs_lie_over_each_other() throws IOException {
        Path file = dir.resolve("compare.html");
        ComparePage.write(Runs.realistic(), Runs.slower(), file);
        Page page = open(file, "en-US");

        for (String chart : List.of("outcomes-A", "outcomes-B", "rate", "latency-p99", "stock", "cpu-0", "memory-4")) {
            assertThat(Chromium.dots(page, chart)).as(chart).isGreaterThan(150);
        }
        assertThat(legend(page, "latency-p99")).contains("A", "B");
        assertThat(page.locator("#warnings").textContent()).contains("machines differ", "commits differ");
        assertThat(page.locator("#comparison").textContent()).contains("+21.1 ms (×1.78)", "worse");
        assertThat(page.evaluate(WIDER_THAN_THE_WINDOW)).isEqualTo(false);
        page.click("[data-choice=lang-ko]");
        assertThat(page.locator("#warnings").textContent()).contains("컴퓨터가 다릅니다");
        assertThat(complaints()).isEmpty();
    }

    @Test
    void runs_without_series_can_be_compared_too() throws IOException {
        Path file = dir.resolve("compare.html");
        ComparePage.write(Runs.minimal(), Runs.realistic(), file);

        Page page = open(file, "ko-KR");

        assertThat(page.locator("#comparison").textContent()).contains("측정 안 됨");
        assertThat(page.locator("#chart-outcomes-B canvas").count()).isOne();
        assertThat(complaints()).isEmpty();
    }

    private Page open(JsonObject run, String locale) throws IOException {
        Path file = dir.resolve("report.html");
        ReportPage.write(run, file);
        return open(file, locale);
    }

    private Page open(Path file, String locale) {
        assertThat(browser).isNotNull();
        visit = browser.open(file, locale);
        return visit.page();
    }

    private List<String> complaints() {
        assertThat(visit).isNotNull();
        return visit.complaints();
    }

    private List<String> asked() {
        assertThat(visit).isNotNull();
        return visit.asked();
    }

    private static int dotsOf(Page page, String chart, String color) {
        return (int) page.locator("#chart-" + chart).evaluate(DOTS_OF, color);
    }

    private static String legend(Page page, String chart) {
        return page.locator("#chart-" + chart + " .u-legend").textContent();
    }
}
