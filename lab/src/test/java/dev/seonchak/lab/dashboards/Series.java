package dev.seonchak.lab.dashboards;

import java.util.List;
import java.util.Map;

/**
 * One line of a graph.
 *
 * @param tags what tells it from the others; the column of an InfluxQL answer is the tag {@code column}
 * @param values in the order of time; nulls and {@code NaN} left out
 */
record Series(Map<String, String> tags, List<Double> values) {

    double last() {
        return values.getLast();
    }

    double sum() {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }
}
