package dev.seonchak.lab.page;

import dev.seonchak.core.audit.Words;
import dev.seonchak.lab.page.Comparison.Row;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Locale;

/** Two runs for a terminal of 80 columns. */
public final class CompareSummary {
    private static final int NAME = 31;
    private static final int VALUE = 13;
    private static final int DIFFERENCE = 21;

    private CompareSummary() {}

    /** In Korean for a Korean locale, else in English. Ends with a line break. */
    public static String of(JsonObject a, JsonObject b, Locale locale, Path page) {
        RunFile.check(a, "A");
        RunFile.check(b, "B");
        Comparison comparison = Comparison.of(a, b);
        StringBuilder text = new StringBuilder();
        head(text, "A", a);
        head(text, "B", b);
        comparison.warnings().forEach(warning -> text.append(Columns.wrapped("! ", "  ", warning.in(locale))));
        text.append('\n');
        line(text, "", "A", "B", new Words("B against A", "A 대비 B").in(locale), "");
        comparison
                .rows()
                .forEach(row -> line(
                        text,
                        row.name().in(locale),
                        row.a().in(locale),
                        row.b().in(locale),
                        row.difference(),
                        sign(row)));
        text.append('\n')
                .append(new Words("▲ better  ▼ worse; within 5% counts as even", "▲ 나음  ▼ 나쁨. 5% 안쪽은 비슷한 것으로 봄")
                        .in(locale))
                .append('\n');
        text.append(new Words("Report: ", "보고서: ").in(locale)).append(page).append('\n');
        return text.toString();
    }

    private static void head(StringBuilder text, String name, JsonObject run) {
        text.append(name)
                .append("  ")
                .append(run.getString("verdict"))
                .append("  ")
                .append(run.getString("startedAt"))
                .append('\n');
    }

    private static void line(StringBuilder text, String name, String a, String b, String difference, String sign) {
        String line = Columns.left(name, NAME)
                + Columns.right(a, VALUE)
                + Columns.right(b, VALUE)
                + Columns.right(difference, DIFFERENCE)
                + " "
                + sign;
        text.append(line.stripTrailing()).append('\n');
    }

    private static String sign(Row row) {
        return switch (row.judgement()) {
            case BETTER -> "▲";
            case WORSE -> "▼";
            case EVEN, UNKNOWN -> "";
        };
    }
}
