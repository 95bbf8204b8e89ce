package dev.seonchak.lab.page;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;

/** Two runs side by side as one HTML file that needs nothing else. */
public final class ComparePage {
    private ComparePage() {}

    /**
     * Writes the page, over what was there.
     *
     * @throws NotARun if one of them cannot be shown
     */
    public static void write(JsonObject a, JsonObject b, Path html) throws IOException {
        Resource.create(html, of(a, b));
    }

    static String of(JsonObject a, JsonObject b) {
        RunFile.check(a, "A");
        RunFile.check(b, "B");
        JsonObject data = new JsonObject()
                .put("a", new JsonObject().put("run", a).put("facts", ReportPage.facts(a)))
                .put("b", new JsonObject().put("run", b).put("facts", ReportPage.facts(b)))
                .put("comparison", Comparison.of(a, b).json());
        return Template.fill("Seonchak A | B", data, "compare.js");
    }
}
