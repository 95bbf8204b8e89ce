package dev.seonchak.lab.page;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A run as one HTML file that needs nothing else: no network, no other file. */
public final class ReportPage {
    private ReportPage() {}

    /**
     * Writes the page, over what was there.
     *
     * @throws NotARun if {@code run} cannot be shown
     */
    public static void write(JsonObject run, Path html) throws IOException {
        Resource.create(html, of(run));
    }

    static String of(JsonObject run) {
        RunFile.check(run, "The run");
        JsonObject data = new JsonObject().put("run", run).put("facts", facts(run));
        return Template.fill(
                "Seonchak " + run.getString("verdict") + " " + run.getString("startedAt"), data, "report.js");
    }

    /** The lines that terminal and page have in common. */
    static JsonObject facts(JsonObject run) {
        return new JsonObject()
                .put("verdict", Fact.json(Verdicts.word(run.getString("verdict"))))
                .put("sentence", Fact.json(Verdicts.sentence(run)))
                .put("figures", json(Facts.figures(run)))
                .put("plan", json(Facts.plan(run)));
    }

    private static JsonArray json(List<Fact> facts) {
        JsonArray all = new JsonArray();
        facts.forEach(fact -> all.add(fact.json()));
        return all;
    }
}
