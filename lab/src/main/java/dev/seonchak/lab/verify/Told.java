package dev.seonchak.lab.verify;

import dev.seonchak.lab.load.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What one user was told in a whole run.
 *
 * @param accepted requests answered 202
 * @param serial the serial that the first 202 or 409 named; 0 where none did
 * @param contradicted whether two answers named different serials
 * @param unknown whether the outcome of any request is not known to its client
 */
public record Told(int accepted, long serial, boolean contradicted, boolean unknown) {

    private static final Told NOTHING = new Told(0, 0, false, false);

    private static final Map<String, Outcome> BY_LABEL = new HashMap<>();

    static {
        for (Outcome outcome : Outcome.values()) {
            BY_LABEL.put(outcome.label(), outcome);
        }
    }

    /** Reads histories as {@code lab load --history} writes them. */
    public static Map<Long, Told> read(Iterable<Path> histories) throws IOException {
        var users = new HashMap<Long, Told>();
        for (Path history : histories) {
            try (BufferedReader lines = Files.newBufferedReader(history)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!line.isEmpty() && Character.isDigit(line.charAt(0))) {
                        take(line.split(",", -1), users);
                    }
                }
            }
        }
        return users;
    }

    private static void take(String[] fields, Map<Long, Told> users) {
        Outcome outcome = BY_LABEL.get(fields[4]);
        if (outcome == null) {
            throw new IllegalArgumentException("no outcome of ours in the history: '" + fields[4] + "'");
        }
        long serial = fields[5].isEmpty() ? 0 : Long.parseLong(fields[5]);
        users.merge(Long.valueOf(fields[0]), NOTHING.and(outcome, serial), Told::and);
    }

    /** With one more answer. */
    public Told and(Outcome outcome, long named) {
        return and(new Told(
                outcome == Outcome.ACCEPTED ? 1 : 0, named, false, outcome.meaning() == Outcome.Meaning.UNKNOWN));
    }

    private Told and(Told other) {
        boolean differ = serial > 0 && other.serial > 0 && serial != other.serial;
        return new Told(
                accepted + other.accepted,
                serial > 0 ? serial : other.serial,
                contradicted || other.contradicted || differ,
                unknown || other.unknown);
    }
}
