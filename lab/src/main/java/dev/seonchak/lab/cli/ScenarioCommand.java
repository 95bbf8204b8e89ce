package dev.seonchak.lab.cli;

import dev.seonchak.core.audit.AuditVerdict;
import dev.seonchak.lab.matrix.Bench;
import dev.seonchak.lab.matrix.FaultScenario;
import dev.seonchak.lab.page.RunDirectory;
import dev.seonchak.lab.report.RunDocument;
import dev.seonchak.lab.report.RunText;
import dev.seonchak.lab.rig.RigOptions;
import dev.seonchak.lab.run.RunResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab scenario}: the three faults that the load-test plan names. */
@Command(
        name = "scenario",
        description = {
            "Runs the faults that the load-test plan names: redis-delay, kafka-consumer-lag, db-pool-exhaustion.",
            "계획서의 세 장애: Redis 연결 지연, Kafka 컨슈머 지연, DB 커넥션 풀 고갈.",
            "Tells what clients saw, what the application did, and how long until normal, here and as a page. About a minute each."
        },
        mixinStandardHelpOptions = true)
public final class ScenarioCommand implements Callable<Integer> {
    @Mixin
    private LabOptions lab = new LabOptions();

    @Parameters(arity = "0..*", description = "which; without, all three")
    private List<String> names =
            Arrays.stream(FaultScenario.values()).map(FaultScenario::label).toList();

    @Option(names = "--seed", defaultValue = "1", description = "default ${DEFAULT-VALUE}")
    private long seed;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        AuditVerdict verdict = AuditVerdict.PASS;
        for (String name : names) {
            verdict = verdict.and(run(named(name)));
        }
        return verdict.exitCode();
    }

    private AuditVerdict run(FaultScenario scenario) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%n%s: about a minute and a half…%n", scenario.label());
        out.flush();
        RigOptions rig = LabOptions.rig();
        if (scenario.poolOfOne()) {
            rig = rig.withEnvironment(Map.of("SEONCHAK_RECORDER_POOL_SIZE", "1"));
        }
        Path directory = lab.results().resolve(scenario.label() + "-" + LabOptions.now());
        try (Bench bench = lab.bench(rig, spec)) {
            RunResult result = bench.run(scenario.experiment(seed));
            out.println(RunText.whole(result));
            Path page = RunDirectory.write(RunDocument.of(result, LabOptions.origin(spec)), directory);
            out.printf("Report: %s%n", page);
            out.flush();
            return result.verdict();
        }
    }

    private static FaultScenario named(String name) {
        return Arrays.stream(FaultScenario.values())
                .filter(scenario -> scenario.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no scenario " + name + "; there are "
                        + Arrays.stream(FaultScenario.values())
                                .map(FaultScenario::label)
                                .toList()));
    }
}
