package dev.seonchak.lab.loadtest;

import dev.seonchak.audit.AuditOptions;
import dev.seonchak.audit.CouponAudit;
import dev.seonchak.audit.Deployment;
import dev.seonchak.audit.HistoryFiles;
import dev.seonchak.audit.Progress;
import dev.seonchak.core.audit.AuditReport;
import dev.seonchak.core.audit.Bound;
import dev.seonchak.core.audit.Measured;
import dev.seonchak.core.audit.Tolerance;
import dev.seonchak.lab.admin.Admin;
import dev.seonchak.lab.load.History;
import dev.seonchak.lab.load.Series;
import dev.seonchak.lab.load.Settle;
import dev.seonchak.lab.load.Settle.Settled;
import dev.seonchak.lab.load.SharedSink;
import dev.seonchak.lab.load.Sink;
import dev.seonchak.lab.load.Target;
import dev.seonchak.lab.load.Undecided;
import dev.seonchak.lab.rig.RedisConsole;
import dev.seonchak.lab.run.Limits;
import dev.seonchak.lab.watch.NodeBounds;
import dev.seonchak.lab.watch.Recording;
import dev.seonchak.lab.watch.Sampler;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One load test: prepares the coupon, has k6 send, lets everything land, audits.
 *
 * <pre>
 * prepare ──▶ k6 ──▶ whoever does not know asks again ──▶ drain ──▶ audit ──▶ result
 *              └─▶ history.csv, a line a request, while it runs
 * </pre>
 */
public final class LoadTest {

    private static final Duration SAMPLING = Duration.ofSeconds(1);
    private static final long POLL_MS = 100;
    private static final long STOCK_PATIENCE_MS = 60_000;
    private static final long DRAIN_PATIENCE_MS = 120_000;
    private static final long SLICE_MS = 1_000;
    private static final int GRACE_S = 5;

    private final Ground ground;
    private final LoadTestSpec spec;
    private final Path script;
    private final Path directory;
    private final Teller teller;

    /**
     * A test that has not begun.
     *
     * @param script the one of {@code ops/k6}
     * @param directory where history and logs go; there already
     */
    public LoadTest(Ground ground, LoadTestSpec spec, Path script, Path directory, Teller teller) {
        this.ground = ground;
        this.spec = spec;
        this.script = script;
        this.directory = directory;
        this.teller = teller;
    }

    /**
     * Runs it to its end.
     *
     * @throws LoadTestFailed where there is nothing to judge
     */
    public LoadTestResult run(K6 k6) throws IOException, InterruptedException {
        prepare();
        try (Sampler sampler = new Sampler(SAMPLING)) {
            ground.watch(sampler);
            sampler.process("loadtest", ProcessHandle.current()::pid);
            return load(k6, sampler);
        }
    }

    private void prepare() throws IOException, InterruptedException {
        String token = ground.adminToken();
        if (token == null) {
            throw new LoadTestFailed("No admin token: say SEONCHAK_ADMIN_TOKEN=… so that the coupon can be created."
                    + " Nothing was sent.");
        }
        try (Admin admin = new Admin(ground.url(), token)) {
            long coupon = spec.couponId();
            Admin.Reply there = admin.show(coupon);
            if (there.status() == 200 && new JsonObject(there.body()).getLong("issued", 0L) > 0) {
                throw new LoadTestFailed(
                        "Coupon " + coupon + " has been issued to somebody already, so nothing was sent:"
                                + " a load test needs a coupon of its own. Choose another number with --coupon.");
            }
            Admin.Reply reply = admin.define(coupon, "load test", spec.quantity());
            if (!reply.done()) {
                throw new LoadTestFailed("Coupon " + coupon + " could not be created, so nothing was sent. "
                        + ground.url() + " answered " + reply.status() + " " + reply.body());
            }
        }
        awaitStock();
    }

    /** The keys that the plan names, as it wants them before the load. */
    private void awaitStock() throws InterruptedException {
        Deployment deployment = ground.deployment();
        String redisUrl = deployment == null ? null : deployment.redisUrl();
        if (redisUrl == null) {
            teller.step("coupon " + spec.couponId() + " created, " + spec.quantity() + " units (Redis not looked at)");
            return;
        }
        RedisConsole redis = new RedisConsole(redisUrl);
        String inventory = "coupon:" + spec.couponId() + ":inventory";
        String users = "coupon:" + spec.couponId() + ":issued_users";
        long untilMs = System.currentTimeMillis() + STOCK_PATIENCE_MS;
        while (!redis.run("LLEN", inventory).equals(Integer.toString(spec.quantity()))) {
            if (System.currentTimeMillis() > untilMs) {
                throw new LoadTestFailed(
                        "The stock did not get into Redis (" + inventory + ") within a minute, so nothing"
                                + " was sent: is the service well? GET " + ground.url() + "/health/ready says so.");
            }
            Thread.sleep(POLL_MS);
        }
        teller.step(inventory + " holds " + spec.quantity() + ", " + users + " " + redis.run("SCARD", users));
    }

    private LoadTestResult load(K6 k6, Sampler sampler) throws IOException, InterruptedException {
        Path history = directory.resolve("history.csv");
        Series series = new Series(SLICE_MS);
        Undecided undecided = new Undecided();
        K6.End end;
        long answers;
        Settled settled;
        try (History file = new History(history, "k6 " + k6.version());
                Ticker ticker = new Ticker(teller, spec.plan(), sampler.recording(), spec.couponId())) {
            SharedSink all = new SharedSink(Sink.both(file, undecided));
            K6Samples samples = new K6Samples(spec.couponId(), Sink.both(all.part(), Sink.both(series, ticker)));
            end = k6.run(
                    script,
                    variables(),
                    spec.influx(),
                    directory.resolve("k6.log"),
                    pid -> sampler.process("k6", () -> pid),
                    samples::accept);
            answers = samples.answers();
            settled = settle(undecided, all.part());
        }
        if (end == K6.End.BROKEN || answers == 0) {
            throw new LoadTestFailed(
                    "k6 did not run to its end; what it said is in " + directory.resolve("k6.log") + ". " + answers
                            + " requests had been answered, so coupon " + spec.couponId() + " is partly issued.");
        }
        long endedAtMs = System.currentTimeMillis();
        K6Summary summary = K6Summary.read(directory.resolve("k6-summary.json"));
        OptionalLong lagZeroAt = drain(sampler, endedAtMs);
        AuditReport report = audit(history, answers == summary.requests(), measured(sampler.recording()));
        InfluxTarget influx = spec.influx();
        OptionalLong inInflux = influx == null
                ? OptionalLong.empty()
                : influx.requests(series.slices().getFirst().wallClockMs(), endedAtMs);
        return new LoadTestResult(
                spec,
                k6.version(),
                summary,
                answers,
                settled,
                series,
                sampler.recording(),
                lagZeroAt.isPresent() ? lagZeroAt.getAsLong() - endedAtMs : null,
                inInflux.isPresent() ? inInflux.getAsLong() : null,
                report);
    }

    /** What the service asks of whoever hears nothing certain: to ask again. An audit can then tell what became of everybody. */
    private Settled settle(Undecided undecided, Sink sink) throws IOException {
        long[] users = undecided.byCoupon().getOrDefault(spec.couponId(), new long[0]);
        if (users.length > 0) {
            teller.step(users.length + " users were told nothing certain; they ask again");
        }
        Target target = Target.parse(ground.url().toString(), true);
        return Settle.ask(List.of(target), spec.couponId(), users, Settle.Limits.USUAL, sink);
    }

    private Map<String, String> variables() {
        LoadPlan plan = spec.plan();
        Thresholds thresholds = spec.thresholds();
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("TARGET", ground.url().toString());
        variables.put("COUPON", Long.toString(spec.couponId()));
        variables.put("START_RATE", Integer.toString(plan.startPerS()));
        variables.put("STAGES", plan.stagesText());
        variables.put("USERS", Integer.toString(plan.users()));
        variables.put("VUS", Integer.toString(plan.vus()));
        variables.put("MAX_VUS", Integer.toString(plan.maxVus()));
        variables.put("TIMEOUT", plan.timeoutS() + "s");
        // Longer than any request lasts: one that k6 cut off would be in no history.
        variables.put("GRACEFUL_STOP", plan.timeoutS() + GRACE_S + "s");
        variables.put("MAX_FAILED", Double.toString(thresholds.maxFailed()));
        if (thresholds.p95Ms() != null) {
            variables.put("P95_MS", thresholds.p95Ms().toString());
        }
        if (thresholds.p99Ms() != null) {
            variables.put("P99_MS", thresholds.p99Ms().toString());
        }
        variables.put("SUMMARY", directory.resolve("k6-summary.json").toString());
        return variables;
    }

    /** Until the recorder has everything; empty where nobody can see it, or it takes too long. */
    private OptionalLong drain(Sampler sampler, long endedAtMs) throws InterruptedException {
        Recording recording = sampler.recording();
        if (recording.metrics(Ground.SERVICE, "seonchak_recorder_lag").isEmpty()) {
            return OptionalLong.empty();
        }
        teller.step("the last request is answered; waiting until the last row is written");
        long untilMs = endedAtMs + DRAIN_PATIENCE_MS;
        OptionalLong at = sampler.lagZeroAt(endedAtMs);
        while (at.isEmpty() && System.currentTimeMillis() < untilMs) {
            Thread.sleep(POLL_MS);
            at = sampler.lagZeroAt(endedAtMs);
        }
        return at;
    }

    /** What the service used, and that every answer came within the deadline that it promises. */
    private Measured measured(Recording recording) {
        List<Bound> bounds = NodeBounds.of(
                recording, Ground.SERVICE, 0, ground.memoryBytes(), spec.plan().maxVus());
        return new Measured(List.of(), bounds, Limits.PROMISED.deadlineMs() + Limits.PROMISED.slackMs());
    }

    private @Nullable AuditReport audit(Path history, boolean complete, Measured measured) {
        Deployment deployment = ground.deployment();
        if (deployment == null) {
            return null;
        }
        teller.step("audit: log, MySQL, Redis and what every client was told");
        return CouponAudit.run(
                deployment,
                spec.couponId(),
                new HistoryFiles(List.of(history), spec.couponId(), complete),
                AuditOptions.DEFAULT.with(measured, Tolerance.DEFAULT),
                Progress.SILENT);
    }
}
