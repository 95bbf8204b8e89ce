package dev.seonchak.lab.page;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run's JSON looks like, as {@code run-shape.json} draws it: the same tree with a kind at each leaf. A star marks what must
 * be there, {@code ?} stands for any name, words parted by {@code |} are the only ones allowed. Fields that are not drawn are
 * allowed, so that a newer run of the same format can be shown.
 */
final class RunShape {
    private static final JsonObject SHAPE = new JsonObject(Resource.text("run-shape.json"));

    private RunShape() {}

    /** The first place that is not as drawn, such as {@code series.lag: 119 values, but second has 120}. */
    static Optional<String> flaw(JsonObject run) {
        return object("", SHAPE, run).or(() -> lengths(run.getJsonObject("series")));
    }

    private static Optional<String> any(String path, Object shape, @Nullable Object value) {
        if (value == null) {
            return Optional.empty();
        }
        if (shape instanceof JsonObject fields) {
            return value instanceof JsonObject object ? object(path + ".", fields, object) : Optional.of(path);
        }
        if (shape instanceof JsonArray elements) {
            return value instanceof JsonArray array ? array(path, elements.getValue(0), array) : Optional.of(path);
        }
        return leaf((String) shape, value) ? Optional.empty() : Optional.of(path);
    }

    private static Optional<String> object(String path, JsonObject shape, JsonObject value) {
        for (String drawn : shape.fieldNames()) {
            Object expected = shape.getValue(drawn);
            String name = drawn.replace("*", "");
            if (!name.equals(drawn) && value.getValue(name) == null) {
                return Optional.of(path + name);
            }
            for (String field : name.equals("?") ? value.fieldNames() : Set.of(name)) {
                Optional<String> flaw = any(path + field, expected, value.getValue(field));
                if (flaw.isPresent()) {
                    return flaw;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> array(String path, Object shape, JsonArray values) {
        for (int i = 0; i < values.size(); i++) {
            // A column of a series may have gaps; a list of things may not.
            Optional<String> flaw = values.getValue(i) == null && !"number".equals(shape)
                    ? Optional.of(path + "[" + i + "]")
                    : any(path + "[" + i + "]", shape, values.getValue(i));
            if (flaw.isPresent()) {
                return flaw;
            }
        }
        return Optional.empty();
    }

    private static boolean leaf(String kind, Object value) {
        return switch (kind) {
            case "number" -> value instanceof Number;
            case "text" -> value instanceof String;
            case "instant" -> value instanceof String text && isInstant(text);
            case "words" ->
                value instanceof JsonObject words
                        && words.getValue("en") instanceof String
                        && words.getValue("ko") instanceof String;
            default -> Arrays.asList(kind.split("\\|", -1)).contains(value);
        };
    }

    private static boolean isInstant(String text) {
        try {
            Instant.parse(text);
            return true;
        } catch (DateTimeException notOne) {
            return false;
        }
    }

    /** Charts put columns beside each other: each must be as long as {@code second}. */
    private static Optional<String> lengths(@Nullable JsonObject series) {
        return series == null
                ? Optional.empty()
                : lengths("series", series, series.getJsonArray("second").size());
    }

    private static Optional<String> lengths(String path, @Nullable Object value, int seconds) {
        if (value instanceof JsonObject object) {
            return object.fieldNames().stream()
                    .map(name -> lengths(path + "." + name, object.getValue(name), seconds))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        if (value instanceof JsonArray array) {
            boolean column = array.isEmpty() || !(array.getValue(0) instanceof JsonObject);
            if (column && !path.equals("series.processes")) {
                return array.size() == seconds
                        ? Optional.empty()
                        : Optional.of(path + ": " + array.size() + " values, but second has " + seconds);
            }
            for (int i = 0; i < array.size(); i++) {
                Optional<String> flaw = lengths(path + "[" + i + "]", array.getValue(i), seconds);
                if (flaw.isPresent()) {
                    return flaw;
                }
            }
        }
        return Optional.empty();
    }
}
