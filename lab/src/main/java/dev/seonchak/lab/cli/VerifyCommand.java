package dev.seonchak.lab.cli;

import dev.seonchak.lab.verify.RowCheck;
import dev.seonchak.lab.verify.Rows;
import dev.seonchak.lab.verify.Rows.Counters;
import dev.seonchak.lab.verify.Told;
import dev.seonchak.localstack.StackFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab verify}: waits for the rows, then holds histories against them. */
@Command(
        name = "verify",
        description =
                "Waits until MySQL has the expected rows of a coupon, and holds histories against them. Exit code 1"
                        + " where a promise was broken.",
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
    private static final long POLL_MS = 20;
    private static final int EXAMPLES = 5;

    @Option(names = "--coupon", defaultValue = "8", description = "default ${DEFAULT-VALUE}")
    private long coupon;

    @Option(names = "--history", description = "of lab load; may be repeated; none only waits and counts")
    private List<Path> histories = new ArrayList<>();

    @Option(names = "--expect", defaultValue = "0", description = "rows to wait for; 0 takes what is there now")
    private long expect;

    @Option(names = "--wait-s", defaultValue = "60", description = "longest wait for them; default ${DEFAULT-VALUE}")
    private int waitS;

    @Option(
            names = "--data-dir",
            defaultValue = ".seonchak",
            description = "of ./seonchak run; default ${DEFAULT-VALUE}")
    private Path dataDir = Path.of(".seonchak");

    @Option(names = "--mysql", defaultValue = "", description = "mysql://user:password@host:port/db instead")
    private String mysql = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        String url = mysql.isEmpty() ? StackFile.read(dataDir).get("mysqlUrl").orElseThrow() : mysql;
        try (Rows rows = Rows.of(url, coupon)) {
            Counters counters = await(rows);
            PrintWriter out = spec.commandLine().getOut();
            if (histories.isEmpty()) {
                return counters.issued() >= expect ? 0 : 1;
            }
            Map<Long, Told> told = Told.read(histories);
            RowCheck check = RowCheck.of(told, rows.serials(), counters.maxSerial(), counters.quantity());
            out.printf("users who asked     %,d%n", told.size());
            print(out, "202 without a row", check.lost());
            print(out, "another serial", check.otherSerial());
            print(out, "more than one 202", check.twice());
            print(out, "unexpected rows", check.unexpected());
            out.printf("serials             %s%n", check.holes() ? "WITH HOLES" : "1 to n without a hole");
            out.printf("rows over quantity  %,d%n", check.tooMany());
            out.println(check.passed() ? "PASS" : "FAIL");
            return check.passed() && counters.issued() >= expect ? 0 : 1;
        }
    }

    private Counters await(Rows rows) throws SQLException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        long deadline = System.nanoTime() + waitS * 1_000_000_000L;
        Counters counters = rows.counters();
        boolean there = counters.issued() >= expect;
        while (counters.issued() < expect && System.nanoTime() < deadline) {
            Thread.sleep(POLL_MS);
            counters = rows.counters();
        }
        out.printf("rows                %,d of %,d units%n", counters.issued(), counters.quantity());
        if (counters.issued() < expect) {
            out.printf("expected            %,d: NOT THERE after %d s%n", expect, waitS);
        } else if (!there) {
            out.printf(
                    "last row            %,d ms after its record was appended%n",
                    System.currentTimeMillis() - counters.lastIssuedAtMs());
        }
        out.flush();
        return counters;
    }

    private static void print(PrintWriter out, String what, List<Long> users) {
        out.printf(
                "%-19s %,d%s%n",
                what,
                users.size(),
                users.isEmpty() ? "" : "  e.g. users " + users.subList(0, Math.min(EXAMPLES, users.size())));
    }
}
