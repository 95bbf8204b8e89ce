package dev.seonchak.lab.cli;

import dev.seonchak.lab.compare.RefusalComparison;
import dev.seonchak.lab.compare.RefusalComparison.Pair;
import dev.seonchak.lab.compare.RefusalComparison.Shape;
import dev.seonchak.lab.compare.RefusalComparison.Side;
import dev.seonchak.lab.compare.RefusalComparison.Turn;
import dev.seonchak.lab.load.LoadSpec;
import dev.seonchak.lab.load.Target;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab compare-refusals}: two servers on this machine, alternately, under the same refusals. */
@Command(
        name = "compare-refusals",
        description = "Alternates short closed-loop runs against two servers: A B A B …, judged pair by pair.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
@SuppressWarnings("NullAway.Init") // picocli sets the options before call()
public final class CompareRefusalsCommand implements Callable<Integer> {
    private static final long TIMEOUT_MS = 10_000;
    private static final long TICK_US = 200;

    @Option(names = "--a", required = true, description = "the first server, such as the service after sold-out")
    private String a;

    @Option(names = "--b", required = true, description = "the second server, such as lab floor")
    private String b;

    @Option(names = "--a-pid", defaultValue = "0", description = "process of A; without it its CPU is unknown")
    private long aPid;

    @Option(names = "--b-pid", defaultValue = "0", description = "process of B; without it its CPU is unknown")
    private long bPid;

    @Option(names = "--i-own-the-target", description = "allows a target beyond this machine")
    private boolean owned;

    @Option(names = "--coupon", defaultValue = "8", description = "a coupon that is sold out")
    private long coupon;

    @Option(names = "--pairs", defaultValue = "5", description = "pairs of runs")
    private int pairs;

    @Option(names = "--run-s", defaultValue = "5", description = "seconds of each run")
    private double runS;

    // A server that is compiled less far than the other loses by that alone: the first pairs show it as a trend.
    @Option(names = "--warmup-s", defaultValue = "20", description = "seconds of load on each server before")
    private double warmUpS;

    @Option(names = "--connections", defaultValue = "64", description = "connections of the closed loop")
    private int connections;

    @Option(names = "--users", defaultValue = "50000", description = "users 1..N, at random")
    private long users;

    @Option(names = "--seed", defaultValue = "1", description = "of the random users")
    private long seed;

    @Option(names = "--json", description = "the result as JSON")
    private @Nullable Path json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Shape shape = new Shape(pairs, Math.round(runS * 1000), Math.round(warmUpS * 1000), users, seed);
        RefusalComparison comparison = new RefusalComparison(side("A", a, aPid), side("B", b, bPid), shape);
        out.println("A = " + a + ", B = " + b + ", " + shape + ", connections " + connections);
        out.printf(
                "%11s %11s %8s  %9s %9s %8s  %9s %9s%n",
                "A req/s", "B req/s", "A/B", "A µs/req", "B µs/req", "A/B", "A p99 ms", "B p99 ms");
        out.flush();
        List<Pair> done = comparison.run(pair -> {
            out.println(line(pair));
            out.flush();
        });
        double rate = RefusalComparison.median(done, Pair::rateRatio);
        double cpu = RefusalComparison.median(done, Pair::cpuRatio);
        long valid = done.stream().filter(Pair::valid).count();
        out.printf(
                Locale.ROOT,
                "median over %d valid pairs of %d: A/B req/s %.3f, A/B cpu per request %.3f%n",
                valid,
                done.size(),
                rate,
                cpu);
        out.flush();
        if (json != null) {
            Files.writeString(json, json(done, rate, cpu).encodePrettily() + "\n");
        }
        return valid == done.size() ? 0 : 1;
    }

    private Side side(String name, String url, long pid) {
        Target to = Target.parse(url, owned);
        // A closed loop has no waiting line and nothing that could be late.
        LoadSpec load = new LoadSpec(List.of(to), connections, TIMEOUT_MS, 1, 0, TICK_US);
        return new Side(name, load, coupon, pid);
    }

    private static String line(Pair pair) {
        Turn first = pair.a();
        Turn second = pair.b();
        return String.format(
                Locale.ROOT,
                "%,11.0f %,11.0f %8.3f  %9.2f %9.2f %8.3f  %9.2f %9.2f%s",
                first.perS(),
                second.perS(),
                pair.rateRatio(),
                first.cpuUs(),
                second.cpuUs(),
                pair.cpuRatio(),
                first.p99Ms(),
                second.p99Ms(),
                pair.valid() ? "" : "  VOID: not refused A " + first.notRefused() + ", B " + second.notRefused());
    }

    private static JsonObject json(List<Pair> pairs, double rate, double cpu) {
        JsonArray all = new JsonArray();
        pairs.forEach(pair -> all.add(new JsonObject()
                .put("a", json(pair.a()))
                .put("b", json(pair.b()))
                .put("valid", pair.valid())));
        return new JsonObject()
                .put("pairs", all)
                .put("medianRateRatio", Summary.number(rate))
                .put("medianCpuRatio", Summary.number(cpu));
    }

    private static JsonObject json(Turn turn) {
        return new JsonObject()
                .put("perS", turn.perS())
                .put("cpuUs", Summary.number(turn.cpuUs()))
                .put("p99Ms", turn.p99Ms())
                .put("notRefused", turn.notRefused());
    }
}
