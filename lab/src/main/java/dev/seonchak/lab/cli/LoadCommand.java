package dev.seonchak.lab.cli;

import dev.seonchak.lab.admin.Command;
import dev.seonchak.lab.admin.Operator;
import dev.seonchak.lab.load.Clocks;
import dev.seonchak.lab.load.Coupons;
import dev.seonchak.lab.load.Demand;
import dev.seonchak.lab.load.History;
import dev.seonchak.lab.load.LoadResult;
import dev.seonchak.lab.load.LoadRun;
import dev.seonchak.lab.load.LoadSpec;
import dev.seonchak.lab.load.Pace;
import dev.seonchak.lab.load.Scenario;
import dev.seonchak.lab.load.Schedule;
import dev.seonchak.lab.load.Second;
import dev.seonchak.lab.load.Series;
import dev.seonchak.lab.load.Sink;
import dev.seonchak.lab.load.Target;
import dev.seonchak.lab.process.CpuMeter;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab load}: runs one scenario, open or closed loop, and says what came back. */
@CommandLine.Command(
        name = "load",
        description = {
            "Sends claims at a rate (open loop), or as fast as they are answered (--closed).",
            "일정한 속도로(open loop), 또는 응답이 오는 대로(--closed) 쿠폰을 요청합니다."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The run is complete, and every request was sent in time.",
            "2:It was asked for wrongly, or could not be done, such as when no node can be connected to.",
            "3:The run is complete, but the rate was not held: requests were late, dropped or not connected. Its latencies"
                    + " are in part the generator's own waiting. 목표 속도를 지키지 못했습니다."
        },
        showDefaultValues = true)
@SuppressWarnings("NullAway.Init") // picocli sets the options before call()
public final class LoadCommand implements Callable<Integer> {
    /** The exit code of a run that could not hold its rate. */
    static final int NOT_HELD = 3;

    // In line, in flight, and a third one to write it all down.
    private static final int ENDING_TIMEOUTS = 3;

    @Option(
            names = "--target",
            defaultValue = "http://127.0.0.1:8080",
            description = "the service; several nodes with commas between are asked in turn")
    private String target;

    @Option(names = "--i-own-the-target", description = "allows a target beyond this machine")
    private boolean owned;

    @Option(names = "--coupon", defaultValue = "8", description = "the coupon asked for")
    private long coupon;

    @Option(
            names = "--scenario",
            defaultValue = "seed",
            converter = ScenarioConverter.class,
            description = "seed, issue-heavy, refusals, herd, retry-storm or trickle")
    private Scenario scenario;

    @Option(names = "--rate", defaultValue = "1000", description = "requests per second; seed has its own")
    private double perS;

    @Option(names = "--duration", defaultValue = "30", description = "seconds; seed has its own")
    private double durationS;

    @Option(names = "--quiet-s", defaultValue = "1", description = "herd: seconds of silence before the step")
    private double quietS;

    @Option(
            names = "--closed",
            defaultValue = "0",
            description = "connections to each node in a closed loop; 0 for the open loop")
    private int closed;

    @Option(names = "--requests", defaultValue = "0", description = "closed loop: counted requests; 0 for no limit")
    private long requests;

    @Option(names = "--first-user", defaultValue = "1", description = "lowest user")
    private long firstUser;

    @Option(
            names = "--users",
            defaultValue = "50000",
            description = "size of the range of users; not for issue-heavy and herd, whose users are all new")
    private long users;

    @Option(
            names = "--connections",
            defaultValue = "512",
            description = "open loop: keep-alive connections to each node")
    private int connections;

    @Option(names = "--timeout-ms", defaultValue = "10000", description = "longest wait for an answer, and in line")
    private long timeoutMs;

    @Option(
            names = "--queue",
            defaultValue = "20000",
            description = "requests that may wait for a connection of one node")
    private int queueCapacity;

    @Option(names = "--late-ms", defaultValue = "10", description = "a request sent later than this is called late")
    private long lateMs;

    @Option(names = "--tick-us", defaultValue = "200", description = "shortest sleep: smaller is more punctual, dearer")
    private long tickUs;

    @Option(names = "--seed", defaultValue = "1", description = "of users and their decisions")
    private long seed;

    @Option(names = "--warmup-s", defaultValue = "0", description = "seconds of load before counting")
    private double warmUpS;

    @Option(names = "--warmup-rate", defaultValue = "0", description = "its rate; 0 for --rate, for seed 300/s")
    private double warmUpPerS;

    @Option(names = "--warmup-coupon", defaultValue = "0", description = "its coupon; 0 for --coupon")
    private long warmUpCoupon;

    @Option(names = "--cpu", split = ",", paramLabel = "NAME=PID", description = "processes whose CPU time to report")
    private Map<String, Long> cpu = new LinkedHashMap<>();

    @Option(names = "--history", description = "CSV of every request")
    private @Nullable Path history;

    @Option(names = "--json", description = "the result as JSON, with a series over time")
    private @Nullable Path json;

    @Option(names = "--series-ms", defaultValue = "1000", description = "width of a slice of that series")
    private long seriesMs;

    @Option(names = "--progress-s", defaultValue = "1", description = "seconds from one line of progress to the next")
    private int progressS;

    @Mixin
    private MannerOptions manners = new MannerOptions();

    @Mixin
    private TrickleOptions trickle = new TrickleOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        LoadSpec load = new LoadSpec(
                Target.parseAll(target, owned),
                closed > 0 ? closed : connections,
                timeoutMs,
                queueCapacity,
                lateMs,
                tickUs);
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Object> asked = asked();
        out.println("lab load " + asked);
        Series series = new Series(seriesMs);
        try (EndInOrder ending = new EndInOrder(ENDING_TIMEOUTS * timeoutMs);
                Operator operator = scenario == Scenario.TRICKLE
                        ? trickle.open(load.targets().getFirst(), coupon, seed, out)
                        : null) {
            LoadResult result = run(load, operator, series, ending, asked.toString(), out);
            out.println(Summary.text(result, lateMs));
            out.flush();
            if (json != null) {
                List<Command> commands = operator == null ? List.of() : operator.commands();
                JsonObject all = Summary.json(result, asked, series, commands);
                Files.writeString(json, all.encodePrettily() + "\n");
            }
            return result.held() ? 0 : NOT_HELD;
        }
    }

    private LoadResult run(
            LoadSpec load, @Nullable Operator operator, Series series, EndInOrder ending, String about, PrintWriter out)
            throws IOException {
        try (ProgressPrinter progress = new ProgressPrinter(out).start();
                History kept = history == null ? null : new History(history, about)) {
            Sink file = kept == null ? Sink.NONE : kept;
            Sink sink = json == null ? file : Sink.both(file, series);
            Consumer<Second> some = second -> {
                if (second.second() % Math.max(1, progressS) == 0) {
                    progress.accept(second);
                }
            };
            LoadRun run = new LoadRun(load, pace(), demand(operator), sink, some, new CpuMeter(cpu), Clocks.SYSTEM);
            ending.watch(run);
            if (operator != null) {
                operator.start();
            }
            return run.run();
        }
    }

    private Demand demand(@Nullable Operator operator) {
        Coupons coupons = operator == null
                ? Coupons.warmedUp(warmUpCoupon == 0 ? coupon : warmUpCoupon, coupon)
                : Coupons.anyOf(seed, operator::coupons);
        return new Demand(scenario.users(seed, firstUser, users), coupons, manners.manners(scenario), seed);
    }

    private Pace pace() {
        if (closed > 0) {
            return new Pace.Closed(ms(warmUpS), ms(durationS), requests > 0 ? requests : Long.MAX_VALUE);
        }
        Schedule schedule = scenario.schedule(perS, ms(durationS), ms(quietS));
        if (warmUpS > 0) {
            double warmUp = warmUpPerS > 0 ? warmUpPerS : scenario.warmUpPerS(perS);
            schedule = schedule.warmedUp(warmUp, ms(warmUpS));
        }
        return new Pace.Open(schedule);
    }

    private Map<String, Object> asked() {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("startedAt", Instant.now().toString());
        asked.put("target", target);
        asked.put("coupon", coupon);
        asked.put("scenario", scenario.label());
        asked.put("loop", closed > 0 ? "closed" : "open");
        if (closed > 0) {
            asked.put("requests", requests);
        }
        if (closed > 0 || scenario != Scenario.SEED) {
            asked.put("durationS", durationS);
        }
        if (closed == 0 && scenario != Scenario.SEED) {
            asked.put("rate", perS);
        }
        asked.put("seed", seed);
        asked.put("firstUser", firstUser);
        asked.put("users", users);
        asked.put("connections", closed > 0 ? closed : connections);
        asked.put("timeoutMs", timeoutMs);
        asked.put("queue", queueCapacity);
        asked.put("lateMs", lateMs);
        asked.put("tickUs", tickUs);
        asked.put("warmupS", warmUpS);
        asked.putAll(manners.asked(scenario));
        if (scenario == Scenario.TRICKLE) {
            asked.putAll(trickle.asked());
        }
        return asked;
    }

    private static long ms(double s) {
        return Math.round(s * 1000);
    }

    static final class ScenarioConverter implements ITypeConverter<Scenario> {
        @Override
        public Scenario convert(String label) {
            return Scenario.ofLabel(label);
        }
    }
}
