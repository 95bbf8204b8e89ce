package dev.seonchak.service.cli;

import dev.seonchak.service.claimlog.LogReader;
import dev.seonchak.service.claimlog.LogUnreadable;
import dev.seonchak.service.quarantine.Diagnosis;
import dev.seonchak.service.quarantine.Entry;
import dev.seonchak.service.quarantine.LogTruth;
import dev.seonchak.service.quarantine.Quarantine;
import dev.seonchak.service.quarantine.Stored;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains one entry. Reads MySQL and the log. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "One entry in plain words: what it is, what the log says, what MySQL has, and what settles it.",
            "Replays the coupon's partition of the log in memory. Changes nothing."
        })
public final class QuarantineShow implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "PARTITION", description = "Partition of the log, as list says it.")
    private int partition;

    @Parameters(index = "1", paramLabel = "OFFSET", description = "Offset in it, as list says it.")
    private long offset;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        return Tool.run(spec, this::show);
    }

    private int show(Tool tool) throws SQLException {
        try (var database = tool.database()) {
            var quarantine = new Quarantine(database);
            Entry entry = quarantine.entry(partition, offset);
            if (entry == null) {
                return tool.refuse(EntryText.absent(partition, offset));
            }
            tool.out().println(EntryText.head(entry));
            if (entry.kind() == Entry.Kind.GARBAGE) {
                tool.out().println(EntryText.garbage(entry));
                tool.out().println(EntryText.bytes(entry, quarantine.bytes(entry)));
                tool.out().println(EntryText.howToSettle(entry, new Diagnosis.Garbage()));
                return 0;
            }
            Stored stored = quarantine.stored(entry);
            tool.out().println(EntryText.refusedRow(entry));
            tool.out().println(EntryText.stored(entry, stored));
            tool.out().println(EntryText.bytes(entry, quarantine.bytes(entry)));
            try (LogReader log = LogReader.open(tool.config().log())) {
                LogTruth truth = LogTruth.of(log, entry);
                tool.out().println(EntryText.truth(entry, stored, truth));
                tool.out().println(EntryText.howToSettle(entry, Diagnosis.of(entry, stored, truth)));
                return 0;
            } catch (LogUnreadable e) {
                return tool.refuse("What is true cannot be said now, and so nothing can be settled. " + e.getMessage());
            }
        }
    }
}
