package dev.seonchak.service.cli;

import dev.seonchak.core.ledger.CouponBook;
import dev.seonchak.core.ledger.CouponLedger;
import dev.seonchak.core.ledger.Ledger;
import dev.seonchak.service.claimlog.LogReader;
import dev.seonchak.service.claimlog.Replay;
import dev.seonchak.service.gate.GateLook;
import dev.seonchak.service.gate.GateRebuild;
import dev.seonchak.service.gate.GateUnavailable;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the gate in Redis what the log says. */
@Command(
        name = "rebuild-gate",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the keys of coupons in Redis what the log says. Safe while nodes issue; may be repeated.",
            "Closed coupons are left alone: nothing uses their keys."
        })
public final class RebuildGateCommand implements Callable<Integer> {

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private Which which;

    @Option(
            names = "--from-scratch",
            description = "Delete the coupon's keys first. Nodes go round the gate until they are back; still exact.")
    private boolean fromScratch;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    private static final class Which {
        @Option(names = "--coupon", paramLabel = "ID", required = true, description = "One coupon.")
        private long couponId;

        @Option(names = "--all", required = true, description = "Every coupon that is not closed.")
        private boolean all;
    }

    @Override
    public Integer call() {
        return Tool.run(spec, this::rebuild);
    }

    private int rebuild(Tool tool) throws GateUnavailable {
        var config = tool.config().gate();
        try (LogReader log = LogReader.open(tool.config().log());
                var gate = new GateRebuild(config.url(), config.timeoutMs())) {
            var replay = new Replay(log);
            if (which.all) {
                replay.catchUp();
            } else {
                replay.catchUp(Ledger.partitionOf(which.couponId, log.partitions()));
            }
            tool.err().println("Read " + replay.records() + " records of the log.");
            List<CouponLedger> coupons = chosen(replay.ledger());
            if (coupons.isEmpty() && !which.all) {
                return tool.refuse("Nothing was changed: the log has no coupon " + which.couponId
                        + ", or it is closed and nothing uses its keys.");
            }
            boolean inLine = true;
            for (CouponLedger coupon : coupons) {
                long couponId = coupon.book().couponId();
                int partition = Ledger.partitionOf(couponId, log.partitions());
                inLine &= told(tool, gate.rebuild(coupon, () -> replay.catchUp(partition), fromScratch));
            }
            tool.out().println(coupons.size() + " coupons done.");
            if (!inLine) {
                tool.out()
                        .println("What differs is under way, or waits for the nodes' keepers: they settle it within"
                                + " SEONCHAK_GATE_SWEEP_AFTER_MS. Look again then.");
            }
            return 0;
        }
    }

    private List<CouponLedger> chosen(Ledger ledger) {
        return ledger.coupons().stream()
                .filter(coupon -> which.all || coupon.book().couponId() == which.couponId)
                .filter(coupon ->
                        !coupon.book().closedAt(ledger.logTimeMs(coupon.book().couponId())))
                .sorted(Comparator.comparingLong(coupon -> coupon.book().couponId()))
                .toList();
    }

    private static boolean told(Tool tool, GateRebuild.Rebuilt rebuilt) {
        CouponBook book = rebuilt.after().book();
        tool.out()
                .println("coupon " + book.couponId() + "  log: " + book.remaining() + " left, " + book.issued()
                        + " issued");
        tool.out()
                .println("  before  "
                        + (rebuilt.wrongType() ? "a key of another type; started over" : text(rebuilt.before())));
        tool.out()
                .println("  after   " + text(rebuilt.after())
                        + (rebuilt.strangers() == 0 ? "" : "  (" + rebuilt.strangers() + " strangers removed)"));
        return rebuilt.after().inLine();
    }

    private static String text(GateLook look) {
        return look.units() + " units, " + look.users() + " users, " + look.pending() + " under way, "
                + (look.loaded() ? "" : "not ") + "loaded" + (look.inLine() ? ", in line" : ", NOT in line");
    }
}
