package dev.seonchak.lab.cli;

import dev.seonchak.lab.load.Manners;
import dev.seonchak.lab.load.Scenario;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that change how clients behave; what is not given is the scenario's own. */
final class MannerOptions {
    @Option(
            names = "--client-timeout-ms",
            description = "a client's patience; default --timeout-ms, for retry-storm 500")
    private @Nullable Long timeoutMs;

    @Option(
            names = "--retries",
            description = "how often a client asks again without a definite answer; default 0, for retry-storm 5")
    private @Nullable Integer retries;

    @Option(names = "--retry-pause-ms", description = "pause before that; default 0, for retry-storm 100")
    private @Nullable Long retryPauseMs;

    @Option(
            names = "--leave-share",
            description = "share, 0 to 1, that hangs up right after sending; default 0, for retry-storm 0.05")
    private @Nullable Double leaveShare;

    @Option(
            names = "--burst",
            description = "the same user so many times at once; --rate is then of users; default 1, for retry-storm 3")
    private @Nullable Integer burst;

    Manners manners(Scenario scenario) {
        Manners own = scenario.manners();
        return new Manners(
                timeoutMs == null ? own.timeoutMs() : timeoutMs,
                retries == null ? own.retries() : retries,
                retryPauseMs == null ? own.retryPauseMs() : retryPauseMs,
                leaveShare == null ? own.shareThatLeaves() : leaveShare,
                burst == null ? own.burst() : burst);
    }

    /** For the run's own description; nothing where clients are patient and ask once. */
    Map<String, Object> asked(Scenario scenario) {
        Manners manners = manners(scenario);
        Map<String, Object> asked = new LinkedHashMap<>();
        if (!manners.equals(Manners.PATIENT)) {
            asked.put("clientTimeoutMs", manners.timeoutMs());
            asked.put("retries", manners.retries());
            asked.put("retryPauseMs", manners.retryPauseMs());
            asked.put("leaveShare", manners.shareThatLeaves());
            asked.put("burst", manners.burst());
        }
        return asked;
    }
}
