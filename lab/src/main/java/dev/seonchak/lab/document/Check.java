package dev.seonchak.lab.document;

import dev.seonchak.core.audit.AuditVerdict;
import dev.seonchak.core.audit.Finding.Status;
import dev.seonchak.core.audit.Words;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * What a run asks besides the ten invariants of the audit, such as whether the load was what it should have been.
 *
 * @param id the same for ever, for programs
 * @param detail the numbers
 */
public record Check(String id, Status status, Words title, Words detail) {

    /** A pass where it holds, else a fail. */
    public static Check holds(String id, boolean holds, Words title, Words detail) {
        return new Check(id, holds ? Status.PASS : Status.FAIL, title, detail);
    }

    /** What it does to the verdict of the run. */
    public AuditVerdict verdict() {
        return switch (status) {
            case PASS, NOT_JUDGED -> AuditVerdict.PASS;
            case FAIL -> AuditVerdict.FAIL;
            case UNKNOWN -> AuditVerdict.UNKNOWN;
        };
    }

    /** As documents have it. */
    public JsonObject json() {
        return new JsonObject()
                .put("id", id)
                .put("status", status.name())
                .put("title", Json.words(title))
                .put("detail", Json.words(detail));
    }

    /** One sentence with numbers, in both languages. */
    @SuppressWarnings("AnnotateFormatMethod") // two formats at once
    public static Words words(String en, String ko, Object... values) {
        return new Words(String.format(Locale.ROOT, en, values), String.format(Locale.ROOT, ko, values));
    }
}
