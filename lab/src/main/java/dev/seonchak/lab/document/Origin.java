package dev.seonchak.lab.document;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * Where a run comes from.
 *
 * @param command as it was typed
 * @param commit what was under test; empty where nobody knows
 */
public record Origin(String command, String commit) {

    /**
     * A document that says so, and nothing else yet.
     *
     * @param name of the kind of run
     * @param engine what made the load
     * @param startedAtMs the wall clock at second 0 of the load, milliseconds since the epoch
     * @param seconds from the first request to the last answer
     */
    public JsonObject document(String name, JsonObject engine, long startedAtMs, double seconds) {
        return new JsonObject()
                .put("format", "seonchak-run/1")
                .put("name", name)
                .put("engine", engine)
                .put("command", command)
                .put("commit", commit)
                .put("startedAt", Instant.ofEpochMilli(startedAtMs).toString())
                .put("seconds", seconds)
                .put("machine", Machine.json());
    }
}
