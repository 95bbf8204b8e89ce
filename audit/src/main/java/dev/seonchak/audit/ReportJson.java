package dev.seonchak.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.seonchak.core.audit.AuditReport;
import dev.seonchak.core.audit.AuditVerdict;
import dev.seonchak.core.audit.Finding;
import dev.seonchak.core.audit.Words;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/**
 * Reports as JSON: {@code {"verdict", "audits": [{"couponId", "verdict", "judged", "findings": [{"invariant", "title",
 * "status", "summary", "total", "evidence": […]}]}]}}; title and summary have the fields {@code en} and {@code ko}.
 */
public final class ReportJson {

    private static final JsonFactory JSON = new JsonFactory();

    private ReportJson() {}

    /** Writes them; the writer stays open. */
    public static void write(List<AuditReport> reports, Writer out) throws IOException {
        try (JsonGenerator g = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            g.useDefaultPrettyPrinter();
            g.writeStartObject();
            g.writeStringField(
                    "verdict",
                    reports.stream()
                            .map(AuditReport::verdict)
                            .reduce(AuditVerdict.PASS, AuditVerdict::and)
                            .name());
            g.writeArrayFieldStart("audits");
            for (AuditReport report : reports) {
                write(report, g);
            }
            g.writeEndArray();
            g.writeEndObject();
        }
    }

    private static void write(AuditReport report, JsonGenerator g) throws IOException {
        g.writeStartObject();
        g.writeNumberField("couponId", report.couponId());
        g.writeStringField("verdict", report.verdict().name());
        g.writeNumberField("judged", report.judged());
        g.writeArrayFieldStart("findings");
        for (Finding finding : report.findings()) {
            g.writeStartObject();
            g.writeStringField("invariant", finding.invariant().name());
            write("title", finding.invariant().title(), g);
            g.writeStringField(
                    "status", finding.status().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            write("summary", finding.summary(), g);
            g.writeNumberField("total", finding.total());
            g.writeArrayFieldStart("evidence");
            for (String line : finding.evidence()) {
                g.writeString(line);
            }
            g.writeEndArray();
            g.writeEndObject();
        }
        g.writeEndArray();
        g.writeEndObject();
    }

    private static void write(String name, Words words, JsonGenerator g) throws IOException {
        g.writeObjectFieldStart(name);
        g.writeStringField("en", words.en());
        g.writeStringField("ko", words.ko());
        g.writeEndObject();
    }
}
