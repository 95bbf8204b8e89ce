package dev.seonchak.lab.cli;

import dev.seonchak.lab.floor.FloorServer;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab floor}: serves constant refusals until it is ended. */
@Command(
        name = "floor",
        description = "Serves one constant 410 on 127.0.0.1: what HTTP alone costs.",
        mixinStandardHelpOptions = true)
public final class FloorCommand implements Callable<Integer> {
    @Option(names = "--port", defaultValue = "8090", description = "0 for any free port; default ${DEFAULT-VALUE}")
    private int port;

    @Option(names = "--event-loops", defaultValue = "0", description = "0 for one a core, the default")
    private int eventLoops;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        int loops = eventLoops > 0 ? eventLoops : Runtime.getRuntime().availableProcessors();
        try (FloorServer server = FloorServer.start(port, loops)) {
            spec.commandLine()
                    .getOut()
                    .println("floor: http://127.0.0.1:" + server.port() + " pid "
                            + ProcessHandle.current().pid() + ", " + loops + " event loops");
            // It serves until a signal ends the process.
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
