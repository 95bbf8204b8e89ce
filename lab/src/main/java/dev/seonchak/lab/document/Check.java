package dev.seonchak.lab.document;

import dev.seonchak.core.audit.AuditVerdict;
import dev.seonchak.core.audit.Finding.Status;
import dev.seonchak.core.audit.Words;
import dev.seonchak.lab.load.Settle.Settled;
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

    /**
     * Whether everybody who asked again knows now.
     *
     * @param otherwise what it is where somebody does not
     */
    public static Check settled(Settled settled, Status otherwise) {
        return new Check(
                "settled",
                settled.complete() ? Status.PASS : otherwise,
                new Words("Whoever was told nothing certain asked again, and knows", "확답을 못 받은 사용자가 다시 물어 결과를 앎"),
                words(
                        "%,d users asked again, %,d still do not know",
                        "%,d명이 다시 물음, 아직 모름 %,d명",
                        settled.asked(),
                        settled.unsettled().size()));
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
