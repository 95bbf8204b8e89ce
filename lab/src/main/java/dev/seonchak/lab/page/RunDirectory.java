package dev.seonchak.lab.page;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;

/** A directory with a run in it: the document for programs, and beside it the page for people. */
public final class RunDirectory {
    /** The page's file. */
    public static final String PAGE = "report.html";

    private RunDirectory() {}

    /**
     * Writes both, over what was there.
     *
     * @param directory need not be there yet
     * @return the page
     * @throws NotARun if {@code run} cannot be shown
     */
    public static Path write(JsonObject run, Path directory) throws IOException {
        RunFile.write(run, directory.resolve(RunFile.NAME));
        Path page = directory.resolve(PAGE);
        ReportPage.write(run, page);
        return page;
    }
}
