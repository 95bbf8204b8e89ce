package dev.seonchak.lab.verify;

import dev.seonchak.core.audit.ClientOutcome;
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

    // The columns of a history.
    private static final int USER = 1;
    private static final int OUTCOME = 7;
    private static final int SERIAL = 8;

    private static final Told NOTHING = new Told(0, 0, false, false);

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
        ClientOutcome outcome = ClientOutcome.ofLabel(fields[OUTCOME]);
        if (outcome == null) {
            throw new IllegalArgumentException("no outcome of ours in the history: '" + fields[OUTCOME] + "'");
        }
        long serial = fields[SERIAL].isEmpty() ? 0 : Long.parseLong(fields[SERIAL]);
        users.merge(Long.valueOf(fields[USER]), NOTHING.and(outcome, serial), Told::and);
    }

    /** With one more answer. */
    public Told and(ClientOutcome outcome, long named) {
        return and(new Told(
                outcome == ClientOutcome.ACCEPTED ? 1 : 0,
                named,
                false,
                outcome.meaning() == ClientOutcome.Meaning.UNKNOWN));
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
