package dev.seonchak.lab.page;

import dev.seonchak.core.audit.Words;
import io.vertx.core.json.JsonObject;

/**
 * One line that a person reads: what, how much, and what to think of it.
 *
 * @param note may be empty
 */
record Fact(Words name, Words value, Words note) {
    static final Words NO_NOTE = new Words("", "");

    JsonObject json() {
        return new JsonObject()
                .put("name", json(name))
                .put("value", json(value))
                .put("note", json(note));
    }

    static JsonObject json(Words words) {
        return new JsonObject().put("en", words.en()).put("ko", words.ko());
    }
}
