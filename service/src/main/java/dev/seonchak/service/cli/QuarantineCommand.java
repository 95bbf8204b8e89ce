package dev.seonchak.service.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The group of commands about the quarantine. */
@Command(
        name = "quarantine",
        mixinStandardHelpOptions = true,
        description = {
            "Records that could not become a row: what they are, why, and how to settle them.",
            "list and show change nothing. settle changes nothing without --yes."
        })
public final class QuarantineCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return 2;
    }
}
