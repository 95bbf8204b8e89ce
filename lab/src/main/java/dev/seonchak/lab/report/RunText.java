package dev.seonchak.lab.report;

import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.core.audit.Finding;
import dev.seonchak.core.audit.Finding.Status;
import dev.seonchak.lab.run.Aftermath;
import dev.seonchak.lab.run.Latencies;
import dev.seonchak.lab.run.RunResult;
import dev.seonchak.lab.watch.Event;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** A run as text: the verdict first, then what clients saw, what the application did, and how long until normal. */
public final class RunText {
    private static final double MS_PER_S = 1000;

    private RunText() {}

    /** One line, for the progress of many runs. */
    public static String line(RunResult result) {
        String failed = result.report().findings().stream()
                .filter(finding -> finding.status() == Status.FAIL || finding.status() == Status.UNKNOWN)
                .map(finding -> finding.invariant() + ": " + finding.summary().en())
                .collect(Collectors.joining("; "));
        return String.format(
                Locale.ROOT,
                "%-7s %5.1f s  %s%s",
                result.verdict(),
                result.tookMs() / MS_PER_S,
                result.faults().stream().map(RunText::recovery).collect(Collectors.joining("; ")),
                failed.isEmpty() ? "" : "  " + failed);
    }

    private static String recovery(Aftermath one) {
        String note = one.struck().note().isEmpty() ? "" : "(" + one.struck().note() + ") ";
        return note + "p99 back " + seconds(one.p99BackAfterMs(), one.judged()) + ", lag 0 "
                + seconds(one.lagZeroAfterMs(), true);
    }

    /** Everything that a person wants to know about one run. */
    public static String whole(RunResult result) {
        StringBuilder text = new StringBuilder();
        text.append(result.verdict()).append("  ").append(result.experiment().name());
        text.append("  (seed ").append(result.experiment().seed()).append(")\n\n");
        for (Finding finding : result.report().findings()) {
            text.append(String.format(
                    Locale.ROOT,
                    " %s %-3s %s%n",
                    mark(finding.status()),
                    finding.invariant(),
                    finding.summary().en()));
            finding.evidence()
                    .forEach(line -> text.append("       ").append(line).append('\n'));
        }
        text.append("\nWhat clients saw\n");
        text.append(String.format(
                Locale.ROOT, "  %-28s %12s %12s %12s   %s%n", "", "202 p99", "refused p99", "slowest", "outcomes"));
        row(text, "before", result.before());
        for (Aftermath one : result.faults()) {
            row(text, one.struck().strike().fault().name(), one.during());
        }
        row(text, "after", result.after());
        text.append("\nHow long until normal\n");
        for (Aftermath one : result.faults()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-28s lasted %.1f s, healing took %.1f s; %s%n",
                    one.struck().strike().fault().name(),
                    one.struck().lastedMs() / MS_PER_S,
                    (one.struck().healedAtMs() - one.struck().healingAtMs()) / MS_PER_S,
                    recovery(one)));
        }
        text.append("\nWhat happened, and what the application did\n");
        for (Event event : result.events()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %7.2f s  %s%n",
                    (event.atMs() - result.startedAtMs()) / MS_PER_S,
                    event.sentence().en()));
        }
        if (!result.held()) {
            text.append("\nThe generator did not keep to its schedule: latencies are partly its own.\n");
        }
        return text.toString();
    }

    private static void row(StringBuilder text, String name, Latencies seen) {
        text.append(String.format(
                Locale.ROOT,
                "  %-28s %12s %12s %12s   %s%n",
                name,
                ms(seen.acceptedP99Ms()),
                ms(seen.refusedP99Ms()),
                ms(seen.slowestMs()),
                outcomes(seen.outcomes())));
    }

    /** Such as {@code accepted 120, sold-out 7}. */
    static String outcomes(Map<ClientOutcome, Long> outcomes) {
        return outcomes.entrySet().stream()
                .map(e -> e.getKey().label() + " " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String ms(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.1f ms", value);
    }

    private static String seconds(OptionalLong ms, boolean judged) {
        if (!judged) {
            return "– (too few 202s to tell)";
        }
        return ms.isPresent() ? String.format(Locale.ROOT, "after %.1f s", ms.getAsLong() / MS_PER_S) : "NEVER";
    }

    private static char mark(Status status) {
        return switch (status) {
            case PASS -> '✓';
            case FAIL -> '✗';
            case UNKNOWN -> '?';
            case NOT_JUDGED -> '–';
        };
    }
}
