package dev.seonchak.lab.page;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Fills {@code report.html} with styles, scripts and data, so that the page is one file. */
final class Template {
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";
    /** Each uses what the ones before it declare. */
    private static final List<String> SCRIPTS = List.of("words.js", "charts.js", "parts.js", "series.js", "head.js");

    private static final Pattern HOLE = Pattern.compile("\\{\\{([a-z]+)}}");

    private Template() {}

    /**
     * The page.
     *
     * @param data for the script; whatever it contains, it stays data
     * @param script what draws the page: a resource of this package
     */
    static String fill(String title, JsonObject data, String script) {
        Map<String, String> parts = Map.of(
                "title", text(title),
                "licence", text(Resource.text(UPLOT + "LICENSE").strip()),
                "style", Resource.text(UPLOT + "dist/uPlot.min.css") + "\n" + Resource.text("report.css"),
                "uplot", Resource.text(UPLOT + "dist/uPlot.iife.min.js"),
                "script",
                        SCRIPTS.stream().map(Resource::text).collect(Collectors.joining("\n")) + "\n"
                                + Resource.text(script),
                "data", json(data));
        // In one pass: what is filled in is not looked at again.
        return HOLE.matcher(Resource.text("report.html"))
                .replaceAll(hole -> Matcher.quoteReplacement(Objects.requireNonNull(parts.get(hole.group(1)))));
    }

    /** Inside a script element only {@code <} can end it or begin a comment; in JSON it has another spelling. */
    static String json(JsonObject data) {
        return data.encode().replace("<", "\\u003c");
    }

    private static String text(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
