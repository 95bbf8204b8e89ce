package dev.seonchak.localstack.run;

import dev.seonchak.localstack.LocalStackException;
import picocli.CommandLine;

/** Entry point of {@code ./seonchak run}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        CommandLine command = new CommandLine(new RunCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    if (failure instanceof LocalStackException) {
                        // Its message is written for the person at the terminal; a stack trace would bury it.
                        line.getErr().println("\n" + failure.getMessage());
                        return CommandLine.ExitCode.SOFTWARE;
                    }
                    throw failure;
                });
        System.exit(command.execute(args));
    }
}
