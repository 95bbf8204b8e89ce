package dev.seonchak.service.cli;

import dev.seonchak.service.claimlog.LogReader;
import dev.seonchak.service.config.Config;
import dev.seonchak.service.recorder.Rebuild;
import dev.seonchak.service.recorder.Schema;
import java.io.Console;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Fills an empty schema from the log. */
@Command(
        name = "rebuild-db",
        mixinStandardHelpOptions = true,
        description = {
            "Fills an EMPTY schema from the log, up to the log's end at the start: coupons, issuances, positions, quarantine.",
            "Safe while the system issues and while a recorder works on the same schema. Killed and started again, it goes on.",
            "A schema with rows of another log, or of unknown origin, is refused."
        })
public final class RebuildDbCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        return Tool.run(spec, this::rebuild);
    }

    private int rebuild(Tool tool) throws InterruptedException {
        Config config = tool.config();
        try (LogReader log = LogReader.open(config.log());
                var database = tool.database()) {
            Rebuild rebuild = rebuild(
                    log, database, new Schema(database), config.recorder().maxBatch());
            rebuild.begin();
            long[] ends = ends(log);
            long before = sum(log, rebuild::nextOffset);
            long total = sum(log, p -> Math.max(0, ends[p] - rebuild.nextOffset(p)));
            if (before > 0) {
                tool.err().println("Goes on behind " + before + " records that are in the schema already.");
            }
            var progress = new ProgressLine(tool.err(), isTerminal(), System::nanoTime, total);
            fill(log, rebuild, ends, () -> progress.at(rebuild.records(), rebuild.rows()));
            progress.end(rebuild.records(), rebuild.rows());
            return verify(tool, rebuild.count());
        }
    }

    @SuppressWarnings("SystemConsoleNull") // it is null where neither input nor output is a terminal
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    static Rebuild rebuild(LogReader log, DataSource database, Schema schema, int maxBatch) {
        return new Rebuild(
                database, schema, InstantSource.system(), new Random(), log.topicId(), log.partitions(), maxBatch);
    }

    static long[] ends(LogReader log) {
        var ends = new long[log.partitions()];
        for (int p = 0; p < ends.length; p++) {
            ends[p] = log.end(p);
        }
        return ends;
    }

    private static long sum(LogReader log, IntToLongFunction of) {
        return IntStream.range(0, log.partitions()).mapToLong(of).sum();
    }

    /** Takes every partition up to its end, one after the other. */
    static void fill(LogReader log, Rebuild rebuild, long[] ends, Runnable progress) {
        for (int p = 0; p < ends.length; p++) {
            int partition = p;
            boolean atEnd = false;
            while (!atEnd) { // again where a recorder on the same schema was faster
                atEnd = log.read(partition, rebuild.nextOffset(partition), ends[partition], records -> {
                    boolean going = rebuild.take(partition, records);
                    progress.run();
                    return going;
                });
            }
        }
    }

    private static int verify(Tool tool, Rebuild.Totals totals) {
        tool.out()
                .println("The schema has " + totals.coupons() + " coupons, " + totals.issuances() + " issuances, "
                        + totals.quarantined() + " entries in quarantine.");
        if (!totals.miscounted().isEmpty()) {
            return tool.refuse("FAIL: rows and counters differ for coupons " + totals.miscounted()
                    + ". Somebody else writes to this schema: empty it, and start again.");
        }
        tool.out().println("""
                        Rows and counters agree for every coupon.
                        Next:
                          1. Hold it against the log:  ./seonchak audit --all   (with the same --mysql-url)
                          2. Start the recorders with SEONCHAK_MYSQL_URL set to this schema. They go on at its log_position.
                          3. Point whoever reads the old schema at this one. Keep the old one until the audit says PASS.""");
        return 0;
    }
}
