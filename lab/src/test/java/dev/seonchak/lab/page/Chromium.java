package dev.seonchak.lab.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import dev.seonchak.localstack.Tool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The browser of this machine, in the hands of somebody who is offline and opens pages as files. */
public final class Chromium implements AutoCloseable {
    /** Every chart of a page on which nothing is missing. */
    public static final List<String> CHARTS = List.of(
            "rate",
            "outcomes",
            "latency",
            "latency202",
            "stock",
            "lag",
            "pool",
            "cpu",
            "memory",
            "redisMemory",
            "waiting",
            "breakers");

    /** Dots in the colours of a chart's own lines, as its legend shows them; axes and grid are not among them. */
    private static final String DOTS = """
            figure => {
                const colors = [...figure.querySelectorAll('.u-marker')].slice(1)
                    .map(marker => getComputedStyle(marker).backgroundColor.match(/\\d+/g).map(Number));
                const canvas = figure.querySelector('canvas');
                const dots = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                let found = 0;
                for (let i = 0; i < dots.length; i += 4) {
                    if (dots[i + 3] > 0 && colors.some(c => c.every((part, k) => Math.abs(part - dots[i + k]) < 9))) found++;
                }
                return found;
            }""";

    private static final String MISSING =
            "no Chromium: pages were not looked at. Debian: apt-get install chromium fonts-nanum; elsewhere say where: CHROMIUM=/path";

    private static final int WIDTH = 1_200;
    private static final int HEIGHT = 900;
    private static final double START_PATIENCE_MS = 120_000;

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path program) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        // Chromium's sandbox refuses root, which containers are.
                        .setChromiumSandbox(false)
                        .setTimeout(START_PATIENCE_MS));
    }

    /** Where {@code CHROMIUM} says, or on the {@code PATH}; without one the test is skipped, and says so. */
    public static Chromium orSkip() {
        Optional<Path> program = Stream.concat(
                        Stream.ofNullable(System.getenv("CHROMIUM")).map(Path::of),
                        Stream.of("chromium", "chromium-browser", "google-chrome")
                                .flatMap(name -> Tool.find(name).stream()))
                .findFirst();
        assumeTrue(program.isPresent(), MISSING);
        return new Chromium(program.orElseThrow());
    }

    /**
     * A page as it was opened.
     *
     * @param asked every URL it asked for
     * @param complaints every warning and error
     */
    public record Visit(BrowserContext context, Page page, List<String> asked, List<String> complaints)
            implements AutoCloseable {
        @Override
        public void close() {
            context.close();
        }
    }

    /** Opens a file. */
    public Visit open(Path file, String locale) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setLocale(locale)
                .setOffline(true)
                .setColorScheme(ColorScheme.LIGHT)
                .setViewportSize(WIDTH, HEIGHT));
        List<String> asked = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        context.onRequest(request -> asked.add(request.url()));
        context.onConsoleMessage(message -> {
            if (!message.type().equals("log")) {
                complaints.add(message.text());
            }
        });
        context.onWebError(error -> complaints.add(error.error()));
        Page page = context.newPage();
        page.navigate(file.toUri().toString());
        return new Visit(context, page, asked, complaints);
    }

    /** How many dots of a chart are drawn in the colours of its own lines; axes and grid do not count. */
    public static int dots(Page page, String chart) {
        return (int) page.locator("#chart-" + chart).evaluate(DOTS);
    }

    @Override
    public void close() {
        playwright.close();
    }
}
