package dev.seonchak.lab.report;

import dev.seonchak.lab.fault.Moment;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Many results as one table: a line a fault, a column a moment, the seeds of a cell together. */
public final class MatrixTable {
    private MatrixTable() {}

    /** In Markdown. */
    public static String of(List<JsonObject> results) {
        Map<String, Map<String, List<JsonObject>>> byFault = new LinkedHashMap<>();
        for (JsonObject result : results) {
            String[] name = result.getString("name").split("/", 3);
            byFault.computeIfAbsent(name[0], fault -> new TreeMap<>())
                    .computeIfAbsent(name[1], moment -> new ArrayList<>())
                    .add(result);
        }
        List<String> moments = Arrays.stream(Moment.values()).map(Moment::label).toList();
        StringBuilder text = new StringBuilder();
        text.append("| fault | ")
                .append(String.join(" | ", moments))
                .append(" | p99 back, slowest | lag 0, slowest |\n");
        text.append("|---|").append("---|".repeat(moments.size() + 2)).append('\n');
        byFault.forEach((fault, cells) -> {
            text.append("| ").append(fault);
            moments.forEach(moment -> text.append(" | ").append(counts(cells.getOrDefault(moment, List.of()))));
            text.append(" | ").append(slowest(cells, "p99BackAfterMs", "p99Judged"));
            text.append(" | ")
                    .append(slowest(cells, "lagZeroAfterMs", "always"))
                    .append(" |\n");
        });
        return text.toString();
    }

    /** Such as {@code 3 PASS} or {@code 2 PASS, 1 FAIL}. */
    public static String counts(List<JsonObject> results) {
        if (results.isEmpty()) {
            return "–";
        }
        return results.stream()
                .collect(Collectors.groupingBy(
                        result -> result.getString("verdict"),
                        () -> new TreeMap<>((a, b) -> b.compareTo(a)),
                        Collectors.counting()))
                .entrySet()
                .stream()
                .map(e -> e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", "));
    }

    /** The slowest that was measured; where nothing could be measured, as for most moments of p99, a dash. */
    private static String slowest(Map<String, List<JsonObject>> cells, String field, String judged) {
        long slowest = -1;
        for (List<JsonObject> results : cells.values()) {
            for (JsonObject result : results) {
                for (Object one : result.getJsonArray("faults")) {
                    JsonObject fault = (JsonObject) one;
                    Long ms = fault.getLong(field);
                    if (ms == null && fault.getBoolean(judged, true)) {
                        return "never";
                    }
                    slowest = Math.max(slowest, ms == null ? -1 : ms);
                }
            }
        }
        return slowest < 0 ? "–" : slowest + " ms";
    }
}
