package dev.seonchak.audit;

import dev.seonchak.core.audit.AuditReport;
import dev.seonchak.core.audit.AuditVerdict;
import dev.seonchak.core.audit.Finding;
import dev.seonchak.core.audit.Words;
import java.util.Locale;

/** A report for a terminal: the verdict, a line for each invariant, and under a failure its evidence. */
public final class ReportText {

    private ReportText() {}

    /** In Korean for a Korean locale, else in English. Ends with a line break. */
    public static String of(AuditReport report, Locale locale) {
        var text = new StringBuilder();
        text.append(verdict(report).in(locale)).append('\n');
        for (Finding finding : report.findings()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %s %-3s  %s%n",
                    sign(finding),
                    finding.invariant().name(),
                    finding.invariant().title().in(locale)));
            text.append("         ").append(finding.summary().in(locale)).append('\n');
            finding.evidence()
                    .forEach(line -> text.append("           ").append(line).append('\n'));
            long more = finding.total() - finding.evidence().size();
            if (more > 0) {
                text.append("           ")
                        .append(new Words("and " + more + " more", "외 " + more + "건").in(locale))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static Words verdict(AuditReport report) {
        int judged = report.judged();
        int all = report.findings().size();
        String failed = report.failed().toString();
        AuditVerdict verdict = report.verdict();
        return switch (verdict) {
            case PASS -> head(report, "judged " + judged + " of " + all, all + "개 중 " + judged + "개 판정");
            case FAIL ->
                head(
                        report,
                        "broken: " + failed + ", judged " + judged + " of " + all,
                        "깨진 약속: " + failed + ", " + all + "개 중 " + judged + "개 판정");
            case UNKNOWN ->
                head(
                        report,
                        "not everything could be read, judged " + judged + " of " + all,
                        "읽지 못한 증거가 있음, " + all + "개 중 " + judged + "개 판정");
        };
    }

    private static Words head(AuditReport report, String en, String ko) {
        return new Words(
                report.verdict() + "  coupon " + report.couponId() + " (" + en + ")",
                report.verdict() + "  쿠폰 " + report.couponId() + " (" + ko + ")");
    }

    private static String sign(Finding finding) {
        return switch (finding.status()) {
            case PASS -> "✓";
            case FAIL -> "✗";
            case UNKNOWN -> "?";
            case NOT_JUDGED -> "–";
        };
    }
}
