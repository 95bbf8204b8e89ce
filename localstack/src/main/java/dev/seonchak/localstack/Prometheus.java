package dev.seonchak.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real Prometheus that scrapes what its configuration names; its program must be installed. */
public final class Prometheus extends ServerProcess {
    static final String NAME = "Prometheus";

    private static final String PROGRAM = "prometheus";
    private static final String PACKAGE = "prometheus";

    private final String configuration;

    Prometheus(String configuration, DataDir home, Progress progress) {
        super(NAME, Ports.free(), home, progress);
        this.configuration = configuration;
    }

    /** Why this machine cannot run it, with the package to install; empty where it can. */
    public static Optional<String> obstacle() {
        return Tool.obstacle(NAME, PROGRAM, PACKAGE);
    }

    @Override
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    Launch prepare() throws IOException {
        Path data = DataDir.data(folder(dataName()), empty -> {});
        Path config = home().config().resolve("prometheus.yaml");
        Files.writeString(config, configuration);
        return new Launch(
                List.of(
                        Tool.require(NAME, PROGRAM, PACKAGE).toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + data,
                        "--web.listen-address=127.0.0.1:" + port()),
                Map.of());
    }

    @Override
    boolean answers() throws IOException {
        return Probe.httpStatus(url() + "/-/ready") == 200;
    }
}
