package dev.seonchak.lab.cli;

import dev.seonchak.lab.loadtest.Teller;
import java.io.Console;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/** Steps as lines; how it goes as one line that changes, or, without a terminal, a line every ten seconds. */
final class TerminalTeller implements Teller {

    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(10);

    private final PrintWriter out;
    private final boolean terminal = isTerminal();
    private long toldNs = System.nanoTime() - QUIET_NS;
    private boolean open;

    TerminalTeller(PrintWriter out) {
        this.out = out;
    }

    @SuppressWarnings("SystemConsoleNull") // null still where the JDK is told to use its plain console
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    @Override
    public synchronized void step(String what) {
        done();
        out.println("  " + what);
        out.flush();
    }

    @Override
    public synchronized void now(String line) {
        if (terminal) {
            open = true;
            out.print("\r  " + line + "\u001b[K");
            out.flush();
        } else if (System.nanoTime() - toldNs >= QUIET_NS) {
            toldNs = System.nanoTime();
            out.println("  " + line);
            out.flush();
        }
    }

    /** Clears the line that changes. */
    synchronized void done() {
        if (open) {
            open = false;
            out.print("\r\u001b[K");
            out.flush();
        }
    }
}
