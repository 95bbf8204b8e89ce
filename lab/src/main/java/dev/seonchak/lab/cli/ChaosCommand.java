package dev.seonchak.lab.cli;

import dev.seonchak.core.audit.AuditVerdict;
import dev.seonchak.lab.matrix.Bench;
import dev.seonchak.lab.matrix.Chaos;
import dev.seonchak.lab.matrix.ResultBook;
import dev.seonchak.lab.rig.RigOptions.Extras;
import dev.seonchak.lab.run.Experiment;
import dev.seonchak.lab.run.RunResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab chaos}: two faults at once, at random, for as long as one likes. */
@Command(
        name = "chaos",
        description = {
            "Two faults at once, chosen by a seed, round after round; each round is audited.",
            "시드로 고른 두 장애를 동시에, 라운드마다 감사합니다.",
            "A round is repeated by its number: --seed S --from N --rounds 1."
        },
        mixinStandardHelpOptions = true)
public final class ChaosCommand implements Callable<Integer> {
    @Mixin
    private LabOptions lab = new LabOptions();

    @Option(names = "--minutes", defaultValue = "10", description = "how long; default ${DEFAULT-VALUE}")
    private long minutes;

    @Option(names = "--rounds", defaultValue = "1000000", description = "at most so many")
    private int rounds;

    @Option(names = "--seed", defaultValue = "1", description = "default ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--from", defaultValue = "1", description = "number of the first round; default ${DEFAULT-VALUE}")
    private int from;

    @Option(names = "--brokers", defaultValue = "1", description = "1 or 3; default ${DEFAULT-VALUE}")
    private int brokers;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        ResultBook book = ResultBook.open(lab.results().resolve("chaos-" + LabOptions.commit() + ".jsonl"));
        Extras extras = new Extras(brokers == 3, false, false);
        Chaos chaos = new Chaos(seed, extras);
        long endMs = System.currentTimeMillis() + Duration.ofMinutes(minutes).toMillis();
        AuditVerdict verdict = AuditVerdict.PASS;
        int done = 0;
        try (Bench bench = lab.bench(LabOptions.rig().with(extras), spec)) {
            while (done < rounds && System.currentTimeMillis() < endMs) {
                Experiment round = chaos.round(from + done);
                out.printf("%-64s ", round.name());
                out.flush();
                RunResult result = bench.run(round);
                done++;
                verdict = verdict.and(result.verdict());
                book.add(LabOptions.json(result));
                LabOptions.tell(result, out);
            }
        }
        out.printf("%n%s: %d rounds of seed %d; results in %s%n", verdict, done, seed, book.file());
        out.flush();
        return verdict.exitCode();
    }
}
