package dev.seonchak.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real InfluxDB 1.x, for what {@code k6 --out influxdb} and the service send; its program must be installed. */
public final class InfluxDb extends ServerProcess {
    static final String NAME = "InfluxDB";

    private static final String PROGRAM = "influxd";
    private static final String PACKAGE = "influxdb";

    InfluxDb(DataDir home, Progress progress) {
        super(NAME, Ports.free(), home, progress);
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
        Path config = home().config().resolve("influxdb.conf");
        Files.writeString(config, """
                reporting-disabled = true
                bind-address = "127.0.0.1:0"
                [meta]
                  dir = "%1$s/meta"
                [data]
                  dir = "%1$s/data"
                  wal-dir = "%1$s/wal"
                  query-log-enabled = false
                [http]
                  bind-address = "127.0.0.1:%2$d"
                  log-enabled = false
                [monitor]
                  store-enabled = false
                """.formatted(data, port()));
        String program = Tool.require(NAME, PROGRAM, PACKAGE).toString();
        return new Launch(List.of(program, "run", "-config", config.toString()), Map.of());
    }

    @Override
    boolean answers() throws IOException {
        return Probe.httpStatus(url() + "/ping") == 204;
    }
}
