package dev.seonchak.service.cli;

import dev.seonchak.core.recorder.Issuance;
import dev.seonchak.service.claimlog.LogReader;
import dev.seonchak.service.quarantine.Diagnosis;
import dev.seonchak.service.quarantine.Entry;
import dev.seonchak.service.quarantine.LogTruth;
import dev.seonchak.service.quarantine.Quarantine;
import dev.seonchak.service.quarantine.Settling;
import dev.seonchak.service.quarantine.Stored;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Settles one entry: says what it would do, and does it with {@code --yes}. */
@Command(
        name = "settle",
        mixinStandardHelpOptions = true,
        description = {
            "Settles one entry. Without --yes it only says what it would do.",
            "garbage: takes note of it, with your --note. Nothing else changes; no reader uses the record.",
            "duplicate-key: writes the row that the log granted and lowers coupon.displaced, in one transaction.",
            "Rows in its place that the log does not know are deleted only with --remove-obstacle.",
            "May be repeated, and may be killed anywhere."
        })
public final class QuarantineSettle implements Callable<Integer> {

    private static final int MAX_NOTE_CHARS = 1_000;

    @Parameters(index = "0", paramLabel = "PARTITION", description = "Partition of the log, as list says it.")
    private int partition;

    @Parameters(index = "1", paramLabel = "OFFSET", description = "Offset in it, as list says it.")
    private long offset;

    @Option(names = "--yes", description = "Do it. Without this nothing is changed.")
    private boolean yes;

    @Option(
            names = "--remove-obstacle",
            description = "Delete the rows that stand in the way and that the log does not know.")
    private boolean removeObstacle;

    @Option(
            names = "--note",
            defaultValue = "",
            description = "Why, in your words; kept with the entry. Garbage needs one.")
    private String note = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        return Tool.run(spec, this::settle);
    }

    private int settle(Tool tool) throws SQLException {
        if (note.length() > MAX_NOTE_CHARS) {
            return tool.refuse("Nothing was changed: the note has more than " + MAX_NOTE_CHARS + " characters.");
        }
        try (var database = tool.database()) {
            var quarantine = new Quarantine(database);
            Entry entry = quarantine.entry(partition, offset);
            if (entry == null) {
                return tool.refuse(EntryText.absent(partition, offset));
            }
            if (entry.settlement() != null) {
                tool.out().println(EntryText.head(entry));
                return 0;
            }
            if (entry.kind() == Entry.Kind.GARBAGE) {
                return acknowledge(tool, database, entry);
            }
            Stored stored = quarantine.stored(entry);
            LogTruth truth;
            try (LogReader log = LogReader.open(tool.config().log())) {
                truth = LogTruth.of(log, entry);
            }
            return writeRow(tool, database, entry, stored, truth);
        }
    }

    private int acknowledge(Tool tool, DataSource database, Entry entry) throws SQLException {
        if (note.isBlank()) {
            return tool.refuse("Nothing was changed. Say with --note why this record may be left as it is.");
        }
        tool.out().println("Takes note of the record: it stays in quarantine, settled. No row and no counter changes.");
        return yes ? told(tool, new Settling(database, InstantSource.system()).acknowledge(entry, note)) : dry(tool);
    }

    private int writeRow(Tool tool, DataSource database, Entry entry, Stored stored, LogTruth truth)
            throws SQLException {
        Diagnosis diagnosis = Diagnosis.of(entry, stored, truth);
        if (diagnosis instanceof Diagnosis.Contradicted) {
            return tool.refuse("Nothing was changed. " + EntryText.howToSettle(entry, diagnosis));
        }
        List<Issuance> inPlace = stored.inPlace();
        if (diagnosis instanceof Diagnosis.Obstructed) {
            inPlace.forEach(row -> tool.out()
                    .println("In the way, and unknown to the log: " + EntryText.row(row)
                            + EntryText.warning(row, truth)));
            if (!removeObstacle) {
                return tool.refuse("Nothing was changed. Add --remove-obstacle to delete what is in the way.");
            }
            tool.out().println("Deletes it, and keeps its values with the settlement.");
        }
        if (diagnosis instanceof Diagnosis.RowThere) {
            tool.out().println("The row is there already: " + EntryText.row(entry.row()));
        } else {
            tool.out().println("Writes the row that the log granted: " + EntryText.row(entry.row()));
        }
        tool.out()
                .println(
                        "Lowers coupon.displaced from " + stored.displaced() + " to " + (stored.displaced() - 1) + ".");
        return yes
                ? told(
                        tool,
                        new Settling(database, InstantSource.system()).writeRow(entry, truth.topicId(), inPlace, note))
                : dry(tool);
    }

    private static int dry(Tool tool) {
        tool.out().println("Nothing was changed. Add --yes to do it.");
        return 0;
    }

    private static int told(Tool tool, Settling.Result result) {
        return switch (result) {
            case SETTLED -> {
                tool.out().println("Settled.");
                yield 0;
            }
            case ALREADY_SETTLED -> {
                tool.out().println("It was settled before. Nothing was changed now.");
                yield 0;
            }
            case CHANGED_MEANWHILE ->
                tool.refuse("Nothing was changed: somebody changed the rows meanwhile. Run the same command again.");
        };
    }
}
