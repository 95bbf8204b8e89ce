package dev.seonchak.service.cli;

import dev.seonchak.audit.AuditOptions;
import dev.seonchak.audit.CouponAudit;
import dev.seonchak.audit.Deployment;
import dev.seonchak.audit.HistoryFiles;
import dev.seonchak.audit.KnownCoupons;
import dev.seonchak.audit.Progress;
import dev.seonchak.audit.ReportJson;
import dev.seonchak.audit.ReportText;
import dev.seonchak.core.audit.AuditReport;
import dev.seonchak.core.audit.AuditVerdict;
import dev.seonchak.core.audit.Histories;
import dev.seonchak.core.audit.Measured;
import dev.seonchak.core.audit.Tolerance;
import dev.seonchak.core.audit.Unreadable;
import dev.seonchak.service.claimlog.KafkaClients;
import dev.seonchak.service.config.Config;
import dev.seonchak.service.config.InvalidConfiguration;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code audit}: holds log, rows, gate and what clients were told against each other. Reads only. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = {
            "Judges a coupon: log, MySQL, Redis and what clients were told, held against each other.",
            "Reads only; may run while the coupon is being issued.",
            "쿠폰을 감사합니다: 로그·MySQL·Redis·클라이언트 기록을 서로 대조합니다. 읽기만 합니다."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:PASS: everything asked for was read, nothing is broken",
            "1:FAIL: a promise is broken; the evidence names users and serials",
            "2:UNKNOWN: not everything could be read, or the command line is wrong"
        })
public final class AuditCommand implements Callable<Integer> {

    @Option(names = "--coupon", paramLabel = "ID", description = "The coupon; may be given several times")
    private List<Long> coupons = new ArrayList<>();

    @Option(names = "--all", description = "Every coupon that MySQL knows")
    private boolean all;

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description = "What clients were told (lab load --history); may be given several times."
                    + " Without one, I3, I4 and I6 are not judged")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--partial",
            description = "The histories are not of every request: a row may be of somebody unseen")
    private boolean partial;

    @Option(
            names = "--deadline-ms",
            paramLabel = "MS",
            description = "Longest time that an answer in the histories may take (I8); 0: not judged")
    private long deadlineMs;

    @Option(
            names = "--skew-ms",
            paramLabel = "MS",
            description = "How far the clocks of clients and log may be apart (${DEFAULT-VALUE})")
    private long skewMs = Tolerance.DEFAULT.skewMs();

    @Option(
            names = "--wait-s",
            paramLabel = "S",
            description = "How long recorder and gate may take to catch up (${DEFAULT-VALUE})")
    private int waitS = 30;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON, too")
    private @Nullable Path json;

    @Option(names = "--lang", paramLabel = "en|ko", description = "Language of the report; default: the system's")
    private String language = Locale.getDefault().getLanguage();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Config config = SettingFlags.config(spec.commandLine().getParseResult());
        PrintWriter err = spec.commandLine().getErr();
        if ((coupons.isEmpty() && !all) || waitS < 0 || skewMs < 0 || deadlineMs < 0) {
            err.println("Say which coupon: --coupon ID, or --all. Times must not be negative.");
            spec.commandLine().usage(err);
            return AuditVerdict.UNKNOWN.exitCode();
        }
        Deployment deployment = deployment(config);
        var reports = new ArrayList<AuditReport>();
        try {
            for (long couponId : couponIds(deployment)) {
                reports.add(audit(deployment, couponId));
            }
        } catch (Unreadable e) {
            err.println(e.why().in(locale()));
            return AuditVerdict.UNKNOWN.exitCode();
        }
        writeJson(reports);
        return reports.stream()
                .map(AuditReport::verdict)
                .reduce(AuditVerdict.PASS, AuditVerdict::and)
                .exitCode();
    }

    private Set<Long> couponIds(Deployment deployment) {
        var ids = new LinkedHashSet<>(coupons);
        if (all) {
            ids.addAll(KnownCoupons.in(deployment, AuditOptions.DEFAULT.patienceMs()));
        }
        for (long id : ids) {
            if (id <= 0) {
                throw new InvalidConfiguration("--coupon must be a positive number but is " + id + ".");
            }
        }
        return ids;
    }

    private AuditReport audit(Deployment deployment, long couponId) {
        Histories histories = files.isEmpty() ? null : new HistoryFiles(files, couponId, !partial);
        Tolerance tolerance = new Tolerance(skewMs, Tolerance.DEFAULT.staleMs());
        AuditOptions options = AuditOptions.DEFAULT
                .waiting(waitS * 1_000L, waitS * 1_000L)
                .with(new Measured(null, List.of(), deadlineMs), tolerance);
        var progress = new ProgressLine(spec.commandLine().getErr(), locale(), terminal());
        AuditReport report = CouponAudit.run(deployment, couponId, histories, options, progress);
        progress.clear();
        PrintWriter out = spec.commandLine().getOut();
        out.print(ReportText.of(report, locale()));
        out.flush();
        return report;
    }

    @SuppressWarnings("SystemConsoleNull") // null still where the JDK is told to use its plain console
    private static boolean terminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private void writeJson(List<AuditReport> reports) throws IOException {
        if (json != null) {
            try (var out = Files.newBufferedWriter(json)) {
                ReportJson.write(reports, out);
            }
        }
    }

    private Locale locale() {
        return Locale.of(language);
    }

    private static Deployment deployment(Config config) {
        return new Deployment(
                config.log().bootstrapServers(),
                new KafkaClients(config.log()).common(),
                config.log().topic(),
                config.log().partitions(),
                config.recorder().mysqlUrl(),
                config.gate().url());
    }

    /** One line on a terminal that changes; nothing where there is none. */
    private static final class ProgressLine implements Progress {

        private static final long EVERY_NS = 200_000_000;

        private final PrintWriter err;
        private final Locale locale;
        private final boolean terminal;
        private long shownNs = System.nanoTime();
        private boolean shown;

        ProgressLine(PrintWriter err, Locale locale, boolean terminal) {
            this.err = err;
            this.locale = locale;
            this.terminal = terminal;
        }

        @Override
        public void at(dev.seonchak.core.audit.Words what, long done, long total) {
            long now = System.nanoTime();
            if (terminal && now - shownNs > EVERY_NS) {
                shownNs = now;
                shown = true;
                err.print("\r  " + what.in(locale) + " " + done + (total > 0 ? " / " + total : "") + "\u001b[K");
                err.flush();
            }
        }

        void clear() {
            if (shown) {
                err.print("\r\u001b[K");
                err.flush();
            }
        }
    }
}
