package dev.seonchak.lab.page;

import dev.seonchak.core.audit.Words;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run for a terminal of 80 columns: the verdict, what the plan asks for, what was judged, where the page is. */
public final class RunSummary {
    private static final int NAME = 40;
    private static final int VALUE = 24;

    private RunSummary() {}

    /**
     * In Korean for a Korean locale, else in English. Ends with a line break.
     *
     * @param page the report, or null where none was written
     */
    public static String of(JsonObject run, Locale locale, @Nullable Path page) {
        RunFile.check(run, "The run");
        StringBuilder text = new StringBuilder();
        text.append(Columns.wrapped(run.getString("verdict") + "  ", "      ", headline(run)));
        text.append(Columns.wrapped("", "", Verdicts.sentence(run).in(locale)));
        heading(text, new Words("Results, as the plan asks for them (section 4)", "결과 수집 및 분석 (계획 4절)"), locale);
        Facts.plan(run).forEach(fact -> fact(text, fact, locale));
        heading(text, new Words("Also", "그 밖에"), locale);
        // The plan's own lines have said the first three already.
        Facts.figures(run).stream().skip(3).forEach(fact -> fact(text, fact, locale));
        judged(text, At.list(run, "checks"), "detail", new Words("Checks", "점검"), locale);
        judged(text, At.list(run, "invariants"), "summary", new Words("Invariants", "불변식"), locale);
        recovery(text, At.list(run, "recovery"), locale);
        if (page != null) {
            text.append('\n')
                    .append(new Words("Report: ", "보고서: ").in(locale))
                    .append(page)
                    .append('\n');
        }
        return text.toString();
    }

    private static String headline(JsonObject run) {
        String engine = Stream.of("name", "version")
                .map(field -> At.text(run, "engine", field))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
        String commit = run.getString("commit");
        return Stream.of(run.getString("name"), run.getString("startedAt"), engine, commit)
                .filter(part -> part != null && !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static void heading(StringBuilder text, Words words, Locale locale) {
        text.append('\n').append(words.in(locale)).append('\n');
    }

    private static void fact(StringBuilder text, Fact fact, Locale locale) {
        text.append("  ")
                .append(Columns.left(fact.name().in(locale), NAME))
                .append(Columns.right(fact.value().in(locale), VALUE))
                .append('\n');
        if (!fact.note().equals(Fact.NO_NOTE)) {
            text.append(Columns.wrapped("      ", "      ", fact.note().in(locale)));
        }
    }

    private static void judged(StringBuilder text, List<JsonObject> all, String sentence, Words title, Locale locale) {
        if (all.isEmpty()) {
            return;
        }
        heading(text, title, locale);
        for (JsonObject one : all) {
            String status = one.getString("status", "NOT_JUDGED");
            String id = one.getString("id", "");
            Words name = Objects.requireNonNullElse(At.words(one, "title"), Fact.NO_NOTE);
            String numbered = id.matches("I\\d+") ? Columns.left(id, 4) : "";
            text.append(Columns.wrapped("  " + sign(status) + " " + numbered, "    ", name.in(locale)));
            Words said = At.words(one, sentence);
            if (said != null) {
                text.append(Columns.wrapped("      ", "      ", said.in(locale)));
            }
            evidence(text, one, locale);
        }
    }

    private static void recovery(StringBuilder text, List<JsonObject> all, Locale locale) {
        if (all.isEmpty()) {
            return;
        }
        heading(text, new Words("Back to normal", "정상화"), locale);
        for (JsonObject one : all) {
            String status = one.getString("status", "NOT_JUDGED");
            Words what = Objects.requireNonNullElse(At.words(one, "what"), Fact.NO_NOTE);
            text.append(Columns.wrapped("  " + sign(status) + " ", "    ", what.in(locale)));
            Double after = At.number(one, "afterMs");
            Double within = At.number(one, "withinMs");
            Words never = status.equals("FAIL")
                    ? new Words("never", "끝내 안 됨")
                    : new Words("too few 202s to tell", "202가 적어 알 수 없음");
            String took = after == null ? never.in(locale) : Numbers.ms(after);
            Words allowed = within == null
                    ? Fact.NO_NOTE
                    : new Words(", allowed " + Numbers.ms(within), ", 허용 " + Numbers.ms(within));
            text.append("      ").append(took).append(allowed.in(locale)).append('\n');
        }
    }

    private static void evidence(StringBuilder text, JsonObject one, Locale locale) {
        JsonArray lines = one.getJsonArray("evidence", new JsonArray());
        if (lines == null) {
            return;
        }
        lines.forEach(line -> text.append(Columns.wrapped("        ", "          ", line.toString())));
        Double total = At.number(one, "total");
        if (total != null && total > lines.size() && !lines.isEmpty()) {
            String more = Numbers.count(total - lines.size());
            text.append("        ")
                    .append(new Words("and " + more + " more", "외 " + more + "건").in(locale))
                    .append('\n');
        }
    }

    private static char sign(String status) {
        return switch (status) {
            case "PASS" -> '✓';
            case "FAIL" -> '✗';
            case "UNKNOWN" -> '?';
            default -> '–';
        };
    }
}
