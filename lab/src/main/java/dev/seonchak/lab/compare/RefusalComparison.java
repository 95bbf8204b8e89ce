package dev.seonchak.lab.compare;

import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.lab.load.Clocks;
import dev.seonchak.lab.load.Demand;
import dev.seonchak.lab.load.LoadResult;
import dev.seonchak.lab.load.LoadRun;
import dev.seonchak.lab.load.LoadSpec;
import dev.seonchak.lab.load.Pace;
import dev.seonchak.lab.load.Sink;
import dev.seonchak.lab.load.Users;
import dev.seonchak.lab.process.CpuMeter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Two servers under the same closed-loop refusals, alternately: A B A B … Each pair is judged by itself and the median of
 * the pairs is the answer, so that a machine that slows down in the middle slows both.
 */
public final class RefusalComparison {
    private static final String SERVER = "server";

    /**
     * One of the two servers.
     *
     * @param coupon the coupon asked for, sold out
     * @param pid its process, or 0 when that is not known and its CPU time neither
     */
    public record Side(String name, LoadSpec spec, long coupon, long pid) {}

    /**
     * What each run looks like.
     *
     * @param warmUpMs load on each server before the first pair
     * @param seed of the users, who are any of 1 … {@code users}
     */
    public record Shape(int pairs, long runMs, long warmUpMs, long users, long seed) {}

    /**
     * One short run.
     *
     * @param cpuUs server CPU microseconds a request, NaN when unknown
     * @param notRefused answers and failures that were no definite refusal; they make the pair void
     */
    public record Turn(String name, double perS, double cpuUs, double p99Ms, long notRefused) {
        static Turn of(Side side, LoadResult result) {
            long refused = 0;
            long all = 0;
            for (ClientOutcome outcome : ClientOutcome.values()) {
                long count = result.count(outcome);
                all += count;
                refused += outcome.meaning() == ClientOutcome.Meaning.REFUSED ? count : 0;
            }
            return new Turn(
                    side.name(),
                    result.answeredPerS(),
                    result.cpuUsPerRequest(SERVER),
                    result.overall().p99Ms(),
                    all - refused);
        }
    }

    /** One turn of each. */
    public record Pair(Turn a, Turn b) {
        /** Requests per second of A by those of B: above 1, A is faster. */
        public double rateRatio() {
            return a.perS() / b.perS();
        }

        /** CPU per request of A by that of B: above 1, A costs more; NaN when unknown. */
        public double cpuRatio() {
            return a.cpuUs() / b.cpuUs();
        }

        /** Whether both were refused from the first request to the last. */
        public boolean valid() {
            return a.notRefused() == 0 && b.notRefused() == 0;
        }
    }

    private final Side a;
    private final Side b;
    private final Shape shape;

    public RefusalComparison(Side a, Side b, Shape shape) {
        this.a = a;
        this.b = b;
        this.shape = shape;
    }

    /** Warms both up and runs the pairs, each of which goes to {@code progress} as it ends. */
    public List<Pair> run(Consumer<Pair> progress) throws IOException {
        turn(a, shape.warmUpMs(), -1);
        turn(b, shape.warmUpMs(), -1);
        List<Pair> pairs = new ArrayList<>(shape.pairs());
        for (int i = 0; i < shape.pairs(); i++) {
            Pair pair = new Pair(turn(a, shape.runMs(), i), turn(b, shape.runMs(), i));
            pairs.add(pair);
            progress.accept(pair);
        }
        return pairs;
    }

    private Turn turn(Side side, long durationMs, int number) throws IOException {
        // Both sides of a pair see the same users in the same order.
        Demand demand = Demand.of(Users.uniform(shape.seed() + number, 1, shape.users()), side.coupon());
        CpuMeter cpu = new CpuMeter(side.pid() > 0 ? Map.of(SERVER, side.pid()) : Map.of());
        Pace pace = new Pace.Closed(0, durationMs, Long.MAX_VALUE);
        return Turn.of(side, new LoadRun(side.spec(), pace, demand, Sink.NONE, second -> {}, cpu, Clocks.SYSTEM).run());
    }

    /** The median over the valid pairs, NaN when there is none. */
    public static double median(List<Pair> pairs, ToDoubleFunction<Pair> value) {
        double[] sorted =
                pairs.stream().filter(Pair::valid).mapToDouble(value).sorted().toArray();
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
