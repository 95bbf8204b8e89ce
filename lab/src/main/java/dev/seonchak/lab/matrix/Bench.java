package dev.seonchak.lab.matrix;

import dev.seonchak.lab.rig.Rig;
import dev.seonchak.lab.rig.RigOptions;
import dev.seonchak.lab.rig.RigOptions.Extras;
import dev.seonchak.lab.run.Crowd;
import dev.seonchak.lab.run.Experiment;
import dev.seonchak.lab.run.Limits;
import dev.seonchak.lab.run.Run;
import dev.seonchak.lab.run.RunResult;
import dev.seonchak.localstack.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs experiments one after the other on a rig that is kept from one to the next, and set up anew where an experiment needs
 * another one, where the last one left it unwell, and now and then, since its log only grows.
 */
public final class Bench implements AutoCloseable {
    private static final int RUNS_A_RIG = 60;
    private static final double WARM_UP_PER_S = 400;
    private static final long WARM_UP_MS = 5_000;

    private final RigOptions options;
    private final Limits limits;
    private final Path failures;
    private final Reporter reporter;
    private final Progress progress;
    private @Nullable Rig rig;
    private int runs;

    /** Writes what a run has shown into a directory, for whoever looks for the reason. */
    @FunctionalInterface
    public interface Reporter {
        void report(RunResult result, Path directory) throws IOException;
    }

    /**
     * A bench without a rig yet.
     *
     * @param failures the directory that gets the logs of runs that did not pass
     * @param reporter adds the report to them
     */
    public Bench(RigOptions options, Limits limits, Path failures, Reporter reporter, Progress progress) {
        this.options = options;
        this.limits = limits;
        this.failures = failures;
        this.reporter = reporter;
        this.progress = progress;
    }

    /** Runs one. */
    public RunResult run(Experiment experiment) throws IOException, InterruptedException {
        RunResult result = new Run(rigFor(experiment), limits, experiment, ++runs).run();
        if (result.verdict().exitCode() != 0) {
            Path kept = failures.resolve(experiment.name().replace('/', '_'));
            keepLogs(kept);
            reporter.report(result, kept);
        }
        if (!result.well()) {
            close();
        }
        return result;
    }

    private Rig rigFor(Experiment experiment) throws IOException, InterruptedException {
        Extras extras = options.extras().and(experiment.needs());
        Rig now = rig;
        if (now != null && (!now.options().extras().equals(extras) || runs >= RUNS_A_RIG)) {
            close();
            now = null;
        }
        if (now == null) {
            now = Rig.start(options.with(extras), progress);
            rig = now;
            runs = 1;
            Crowd crowd = Crowd.steady(WARM_UP_PER_S, WARM_UP_MS);
            new Run(now, limits, new Experiment("warm-up", List.of(), crowd, 1), runs).run();
        }
        return now;
    }

    private void keepLogs(Path to) throws IOException {
        Rig now = rig;
        if (now == null) {
            return;
        }
        Files.createDirectories(to);
        try (Stream<Path> logs = Files.list(now.stack().logs())) {
            for (Path log : logs.toList()) {
                Files.copy(log, to.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Override
    public void close() {
        Rig now = rig;
        rig = null;
        if (now != null) {
            now.close();
        }
    }
}
