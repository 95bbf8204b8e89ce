package dev.seonchak.lab.cli;

import dev.seonchak.lab.page.ComparePage;
import dev.seonchak.lab.page.CompareSummary;
import dev.seonchak.lab.page.NotARun;
import dev.seonchak.lab.page.ReportPage;
import dev.seonchak.lab.page.RunDirectory;
import dev.seonchak.lab.page.RunFile;
import dev.seonchak.lab.page.RunSummary;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code lab report}: what {@code ./seonchak loadtest} and {@code lab scenario} measured, as a page and on the terminal, once more or side by side. */
@Command(
        name = "report",
        description = {
            "Shows runs of ./seonchak loadtest and ./seonchak lab scenario: one again, or two side by side.",
            "부하 테스트와 장애 시나리오의 결과를 다시 보거나 두 결과를 나란히 비교합니다."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(show | compare)")
public final class ReportCommand implements Runnable {
    private static final int NOT_DONE = 2;

    @Option(
            names = "--lang",
            paramLabel = "en|ko",
            scope = ScopeType.INHERIT,
            description = "Language on the terminal; default: the system's. The page has both")
    private String language = Locale.getDefault().getLanguage();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "show",
            description = {"Writes the page of a run again and prints its summary.", "결과 페이지를 다시 만들고 요약을 출력합니다."},
            mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "RUN", description = "run.json, or the directory with it") Path run,
            @Option(
                            names = "--out",
                            paramLabel = "FILE",
                            description = "The page; default: report.html beside run.json")
                    @Nullable
                    Path out)
            throws IOException {
        try {
            JsonObject read = RunFile.read(run);
            Path page = out != null ? out : pageOf(RunFile.fileOf(run));
            keep(page, run);
            ReportPage.write(read, page);
            print(RunSummary.of(read, locale(), page));
            return 0;
        } catch (NotARun e) {
            return refused(e);
        }
    }

    @Command(
            name = "compare",
            description = {"Writes a page with two runs side by side.", "두 결과를 나란히 놓은 페이지를 만듭니다."},
            mixinStandardHelpOptions = true)
    int compare(
            @Parameters(paramLabel = "A", description = "run.json of the one, or the directory with it") Path a,
            @Parameters(paramLabel = "B", description = "run.json of the other") Path b,
            @Option(names = "--out", paramLabel = "FILE", description = "The page; default: compare.html beside B")
                    @Nullable
                    Path out)
            throws IOException {
        try {
            JsonObject one = RunFile.read(a);
            JsonObject other = RunFile.read(b);
            Path page = out != null ? out : RunFile.fileOf(b).resolveSibling("compare.html");
            keep(page, a);
            keep(page, b);
            ComparePage.write(one, other, page);
            print(CompareSummary.of(one, other, locale(), page));
            return 0;
        } catch (NotARun e) {
            return refused(e);
        }
    }

    private static Path pageOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return file.resolveSibling(
                name.equals(RunFile.NAME) ? RunDirectory.PAGE : name.replaceFirst("\\.json$", "") + ".html");
    }

    /** A run took minutes to measure: a slip of the keyboard must not write a page over it. */
    private static void keep(Path page, Path run) throws IOException {
        if (Files.exists(page) && Files.isSameFile(page, RunFile.fileOf(run))) {
            throw new IllegalArgumentException("--out names the run itself: " + page);
        }
    }

    private int refused(NotARun e) {
        spec.commandLine().getErr().println("report: " + e.why().in(locale()));
        return NOT_DONE;
    }

    private void print(String text) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }

    private Locale locale() {
        return Locale.of(language);
    }
}
