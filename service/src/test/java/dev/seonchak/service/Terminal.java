package dev.seonchak.service;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** The command line as an operator uses it, in this JVM. */
final class Terminal {

    private Terminal() {}

    /** What came of a command. */
    record Said(int exitCode, String out, String err) {}

    static Said run(List<String> flags, String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        var all = new ArrayList<>(List.of(words));
        all.addAll(flags);
        int exitCode = commandLine.execute(all.toArray(String[]::new));
        return new Said(exitCode, out.toString(), err.toString());
    }
}
