package dev.seonchak.lab.matrix;

import dev.seonchak.core.audit.AuditVerdict;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results in a file, one line of JSON a run, written as they come: what is in it need not be run again. */
public final class ResultBook {
    private final Path file;
    private final Map<String, JsonObject> latest = new LinkedHashMap<>();

    private ResultBook(Path file) {
        this.file = file;
    }

    /** Opens a book, or begins one. A last line that was cut off by a crash is passed over. */
    public static ResultBook open(Path file) throws IOException {
        ResultBook book = new ResultBook(file);
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                try {
                    JsonObject result = new JsonObject(line);
                    book.latest.put(result.getString("name"), result);
                } catch (DecodeException cutOff) {
                    // Begins on a line of its own, so that it does not spoil the next one.
                    Files.writeString(file, "\n", StandardOpenOption.APPEND);
                }
            }
        } else if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        return book;
    }

    /** Whether this run is in it with a pass. */
    public boolean passed(String name) {
        JsonObject result = latest.get(name);
        return result != null && AuditVerdict.PASS.name().equals(result.getString("verdict"));
    }

    /** Adds a run; a later one of the same name counts. */
    public void add(JsonObject result) throws IOException {
        latest.put(result.getString("name"), result);
        Files.writeString(file, result.encode() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The latest run of each name, in the order in which the names came. */
    public List<JsonObject> results() {
        return List.copyOf(latest.values());
    }

    /** Where it is. */
    public Path file() {
        return file;
    }
}
