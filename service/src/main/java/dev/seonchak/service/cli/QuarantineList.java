package dev.seonchak.service.cli;

import dev.seonchak.core.recorder.Issuance;
import dev.seonchak.service.quarantine.Entry;
import dev.seonchak.service.quarantine.Quarantine;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists what is in quarantine. Reads MySQL only. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "What is in quarantine, oldest first: one line each. Changes nothing.")
public final class QuarantineList implements Callable<Integer> {

    @Option(names = "--all", description = "Those that are settled, too; they come last.")
    private boolean all;

    @Option(names = "--json", description = "As a JSON array.")
    private boolean json;

    @Option(names = "--limit", defaultValue = "1000", description = "Most lines. Default: 1000")
    private int limit;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        return Tool.run(spec, this::list);
    }

    private int list(Tool tool) throws SQLException {
        if (limit < 1) {
            return tool.refuse("--limit must be at least 1 but is " + limit + ".");
        }
        try (var database = tool.database()) {
            List<Entry> entries = new Quarantine(database).list(all, limit);
            if (json) {
                var array = new JsonArray();
                entries.forEach(entry -> array.add(json(entry)));
                tool.out().println(array.encodePrettily());
                return 0;
            }
            entries.forEach(entry -> tool.out().println(line(entry)));
            if (entries.isEmpty()) {
                tool.err().println(all ? "Nothing was ever in quarantine." : "Nothing waits in quarantine.");
            } else if (entries.size() == limit) {
                tool.err().println("There may be more: --limit says how many are shown.");
            }
            return 0;
        }
    }

    private static String line(Entry entry) {
        Issuance row = entry.issuance();
        var line = new StringBuilder("partition " + entry.partition() + " offset " + entry.offset() + "  "
                + entry.kind().word());
        if (row != null) {
            line.append("  coupon " + row.couponId() + "  user " + row.userId() + "  serial " + row.serial());
        } else {
            line.append("  coupon -  user -  serial -  (" + entry.reason() + ")");
        }
        line.append("  since " + Instant.ofEpochMilli(entry.sinceMs()));
        Entry.Settlement settlement = entry.settlement();
        if (settlement != null) {
            line.append("  settled " + Instant.ofEpochMilli(settlement.atMs()) + ": " + settlement.action());
        }
        return line.toString();
    }

    private static JsonObject json(Entry entry) {
        var json = new JsonObject()
                .put("partition", entry.partition())
                .put("offset", entry.offset())
                .put("kind", entry.kind().word())
                .put("reason", entry.reason())
                .put("since", Instant.ofEpochMilli(entry.sinceMs()).toString());
        Issuance row = entry.issuance();
        if (row != null) {
            json.put("couponId", row.couponId())
                    .put("userId", row.userId())
                    .put("serial", row.serial())
                    .put("claimId", row.claimId())
                    .put("issuedAt", Instant.ofEpochMilli(row.issuedAtMs()).toString());
        }
        Entry.Settlement settlement = entry.settlement();
        if (settlement != null) {
            json.put(
                    "settled",
                    new JsonObject()
                            .put("at", Instant.ofEpochMilli(settlement.atMs()).toString())
                            .put("action", settlement.action())
                            .put("removed", settlement.removed())
                            .put("note", settlement.note()));
        }
        return json;
    }
}
