package dev.seonchak.lab.cli;

import dev.seonchak.lab.rows.Rows;
import dev.seonchak.lab.rows.Rows.Counters;
import dev.seonchak.localstack.StackFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab rows}: waits for the rows of a coupon and says how late the last one was. */
@Command(
        name = "rows",
        description = {
            "Waits until MySQL has so many rows of a coupon, and says how late the last one was. Exit code 1: not in time.",
            "Whether they are the right ones says ./seonchak audit."
        },
        mixinStandardHelpOptions = true)
public final class RowsCommand implements Callable<Integer> {
    private static final long POLL_MS = 20;

    @Option(names = "--coupon", defaultValue = "8", description = "default ${DEFAULT-VALUE}")
    private long coupon;

    @Option(names = "--expect", required = true, description = "rows to wait for")
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
        PrintWriter out = spec.commandLine().getOut();
        try (Rows rows = Rows.of(url, coupon)) {
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
                return 1;
            }
            if (!there) {
                out.printf(
                        "last row            %,d ms after its record was appended%n",
                        System.currentTimeMillis() - counters.lastIssuedAtMs());
            }
            return 0;
        }
    }
}
