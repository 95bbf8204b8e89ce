package dev.seonchak.lab;

import dev.seonchak.lab.cli.ChaosCommand;
import dev.seonchak.lab.cli.CompareRefusalsCommand;
import dev.seonchak.lab.cli.FloorCommand;
import dev.seonchak.lab.cli.LoadCommand;
import dev.seonchak.lab.cli.LoadTestCommand;
import dev.seonchak.lab.cli.MatrixCommand;
import dev.seonchak.lab.cli.ReportCommand;
import dev.seonchak.lab.cli.RowsCommand;
import dev.seonchak.lab.cli.ScenarioCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/**
 * The lab's command line. Exit codes: 0 done, or all is well; 1 something is broken; 2 asked for wrongly, could not be done, or
 * nobody can tell. A command may have more, see its help.
 */
@Command(
        name = "lab",
        description = "Loads the coupon service from outside and measures what comes back.",
        mixinStandardHelpOptions = true,
        version = "lab of commit ${sys:seonchak.commit}",
        scope = ScopeType.INHERIT,
        subcommands = {
            LoadTestCommand.class,
            LoadCommand.class,
            FloorCommand.class,
            CompareRefusalsCommand.class,
            RowsCommand.class,
            ScenarioCommand.class,
            MatrixCommand.class,
            ChaosCommand.class,
            ReportCommand.class
        })
public final class Main {
    private static final int NOT_DONE = 2;

    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        // What goes wrong here is nearly always a wrong address or a server that is not up: a sentence, not a trace.
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            String message = failure.getMessage();
            command.getErr()
                    .println(command.getCommandName() + ": " + (message == null ? failure.toString() : message));
            return NOT_DONE;
        });
        return commandLine;
    }
}
