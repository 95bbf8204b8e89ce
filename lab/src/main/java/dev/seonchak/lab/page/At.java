package dev.seonchak.lab.page;

import dev.seonchak.core.audit.Words;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Looks into the JSON of a run whose shape has been checked: what is not there is null, or an empty list. */
final class At {
    private At() {}

    static @Nullable Double number(JsonObject from, String... path) {
        return value(from, path) instanceof Number number ? Double.valueOf(number.doubleValue()) : null;
    }

    static @Nullable String text(JsonObject from, String... path) {
        Object value = value(from, path);
        return value == null ? null : value.toString();
    }

    static @Nullable Words words(JsonObject from, String field) {
        return from.getValue(field) instanceof JsonObject words
                ? new Words(words.getString("en"), words.getString("ko"))
                : null;
    }

    /** The objects of a list. */
    static List<JsonObject> list(JsonObject from, String... path) {
        return value(from, path) instanceof JsonArray array
                ? IntStream.range(0, array.size())
                        .mapToObj(array::getJsonObject)
                        .toList()
                : List.of();
    }

    /** The numbers of a column, without its gaps. */
    static List<Double> column(JsonObject from, String... path) {
        return value(from, path) instanceof JsonArray array
                ? array.stream()
                        .filter(Objects::nonNull)
                        .map(number -> ((Number) number).doubleValue())
                        .toList()
                : List.of();
    }

    /** The one of a list whose field has this value. */
    static @Nullable JsonObject one(List<JsonObject> all, String field, String value) {
        for (JsonObject each : all) {
            if (value.equals(each.getString(field))) {
                return each;
            }
        }
        return null;
    }

    private static @Nullable Object value(JsonObject from, String... path) {
        Object at = from;
        for (String name : path) {
            if (!(at instanceof JsonObject object)) {
                return null;
            }
            at = object.getValue(name);
            if (at == null) {
                return null;
            }
        }
        return at;
    }
}
