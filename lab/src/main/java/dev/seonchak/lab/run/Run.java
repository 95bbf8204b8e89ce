package dev.seonchak.lab.run;

import dev.seonchak.audit.AuditOptions;
import dev.seonchak.audit.CouponAudit;
import dev.seonchak.audit.Progress;
import dev.seonchak.core.audit.AuditReport;
import dev.seonchak.core.audit.Bound;
import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.core.audit.Measured;
import dev.seonchak.core.audit.Recovery;
import dev.seonchak.core.audit.Tolerance;
import dev.seonchak.core.audit.Words;
import dev.seonchak.lab.fault.Fault;
import dev.seonchak.lab.load.Coupons;
import dev.seonchak.lab.load.Demand;
import dev.seonchak.lab.load.LoadResult;
import dev.seonchak.lab.load.LoadRun;
import dev.seonchak.lab.load.LoadSpec;
import dev.seonchak.lab.load.Manners;
import dev.seonchak.lab.load.Pace;
import dev.seonchak.lab.load.RecordedHistory;
import dev.seonchak.lab.load.Schedule;
import dev.seonchak.lab.load.Series;
import dev.seonchak.lab.load.Settle;
import dev.seonchak.lab.load.Settle.Settled;
import dev.seonchak.lab.load.SharedSink;
import dev.seonchak.lab.load.Sink;
import dev.seonchak.lab.load.Users;
import dev.seonchak.lab.rig.Rig;
import dev.seonchak.lab.rig.RigUnwell;
import dev.seonchak.lab.watch.Event;
import dev.seonchak.lab.watch.Events;
import dev.seonchak.lab.watch.NodeBounds;
import dev.seonchak.localstack.Service;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One run on a rig that is well: prepare → load and faults → heal → ask again → drain → read → audit.
 *
 * <p>After the faults everybody who does not know the outcome asks again until it is certain. So every unknown ends, which is
 * itself part of the promise, and demand stays larger than the stock.
 */
public final class Run {
    private static final long SETUP_MS = 600;
    private static final long SECOND_MS = 1_000;
    private static final int CONNECTIONS = 64;
    private static final long CLIENT_TIMEOUT_MS = 8_000;
    private static final long LATE_MS = 50;
    private static final long TICK_US = 500;
    private static final long WARM_MS = 500;
    private static final long POLL_MS = 50;
    private static final long NODE_BYTES = 640L << 20;
    private static final Settle.Limits SETTLE = new Settle.Limits(64, 40, 250, CLIENT_TIMEOUT_MS, 30_000);

    private final Rig rig;
    private final Limits limits;
    private final Experiment experiment;
    private final long couponId;
    private final Events events = new Events(System::currentTimeMillis);
    private final RecordedHistory history = new RecordedHistory();
    private final Series series = new Series(RecoveryTime.SLICE_MS);
    /** Of the load alone: those who ask again afterwards are no part of it. */
    private final Series seconds = new Series(SECOND_MS);

    private final SharedSink shared = new SharedSink(Sink.both(history, series));

    /**
     * A run that has not begun.
     *
     * @param couponId an id that the rig has not seen
     */
    public Run(Rig rig, Limits limits, Experiment experiment, long couponId) {
        this.rig = rig;
        this.limits = limits;
        this.experiment = experiment;
        this.couponId = couponId;
    }

    /** Runs it to the end: the length of the load and of the faults, and at most a minute and a half beyond. */
    public RunResult run() throws IOException, InterruptedException {
        long startedAtMs = System.currentTimeMillis();
        long opensAtMs = prepare();
        LoadRun load = new LoadRun(
                        spec(),
                        new Pace.Open(Schedule.of(experiment.crowd().rate())),
                        demand(),
                        Sink.both(shared.part(), seconds))
                .start();
        List<Struck> struck;
        LoadResult loaded;
        try (Striker striker = new Striker(rig, experiment, load.view(), events)) {
            struck = striker.await();
            if (experiment.crowd().tailMs() >= 0) {
                Thread.sleep(experiment.crowd().tailMs());
                load.finish();
            }
            loaded = load.await();
        }
        long loadEndMs = System.currentTimeMillis();
        events.note(new Words("the load has ended and every fault is healed", "부하가 끝났고 모든 장애가 복구됨"));
        long firstMs = struck.stream().mapToLong(Struck::beganAtMs).min().orElse(loadEndMs);
        long healedMs = struck.stream().mapToLong(Struck::healedAtMs).max().orElse(loadEndMs);
        String unwell = awaitWell();
        Settled settled = settle();
        long lagWithinMs = limits.lagWithinMs()
                + struck.stream()
                        .mapToLong(s -> s.healedAtMs() - s.beganAtMs())
                        .max()
                        .orElse(0);
        awaitLagZero(healedMs + lagWithinMs);
        long untilMs = System.currentTimeMillis();
        events.note(new Words(
                "everybody knows, and the recorder has caught up; the audit begins", "모두 결과를 알고 기록기도 따라잡음. 감사 시작"));

        Latencies before = Latencies.between(history, opensAtMs + WARM_MS, firstMs);
        List<Aftermath> faults = aftermaths(struck, before);
        List<Event> happened = events.all(rig.sampler().recording()).stream()
                .filter(event -> event.atMs() >= startedAtMs)
                .toList();
        AuditReport report = CouponAudit.run(
                rig.deployment(),
                couponId,
                new ToldHistory(history),
                AuditOptions.DEFAULT.with(measured(before, faults, unwell, startedAtMs), Tolerance.DEFAULT),
                Progress.SILENT);
        return new RunResult(
                experiment,
                couponId,
                startedAtMs,
                before,
                faults,
                Latencies.between(history, healedMs, loadEndMs),
                settled,
                report,
                happened,
                unwell.isEmpty(),
                System.currentTimeMillis() - startedAtMs,
                new Measurements(loaded, seconds, rig.sampler().recording(), history.startedAtMs(), untilMs));
    }

    private long prepare() throws InterruptedException {
        long opensMs = experiment.crowd().opensMs();
        long opensAtMs = System.currentTimeMillis() + SETUP_MS + opensMs;
        rig.define(
                couponId,
                experiment.crowd().quantity(),
                opensMs == 0 ? Instant.EPOCH : Instant.ofEpochMilli(opensAtMs));
        return opensAtMs;
    }

    private LoadSpec spec() {
        int line = 10 * (int) experiment.crowd().perS();
        return new LoadSpec(rig.targets(), CONNECTIONS, CLIENT_TIMEOUT_MS, line, LATE_MS, TICK_US);
    }

    private Demand demand() {
        Crowd crowd = experiment.crowd();
        Users users = crowd.users() == 0 ? Users.fresh(1) : Users.uniform(experiment.seed(), 1, crowd.users());
        Manners manners = new Manners(0, 0, 0, crowd.shareThatLeaves(), 1);
        return new Demand(users, Coupons.one(couponId), manners, experiment.seed());
    }

    private String awaitWell() throws InterruptedException {
        try {
            rig.awaitWell(limits.lagWithinMs());
            return "";
        } catch (RigUnwell e) {
            return String.valueOf(e.getMessage());
        }
    }

    private Settled settle() throws IOException {
        long[] undecided = history.undecided().getOrDefault(couponId, new long[0]);
        events.note(new Words(
                undecided.length + " users do not know and ask again", "결과를 모르는 사용자 " + undecided.length + "명이 다시 물음"));
        return Settle.ask(rig.targets(), couponId, undecided, SETTLE, shared.part());
    }

    /** Until all that the last answer told is in MySQL too. */
    private void awaitLagZero(long untilMs) throws InterruptedException {
        long fromMs = System.currentTimeMillis();
        while (rig.sampler().lagZeroAt(fromMs).isEmpty() && System.currentTimeMillis() < untilMs) {
            Thread.sleep(POLL_MS);
        }
    }

    private List<Aftermath> aftermaths(List<Struck> struck, Latencies before) {
        List<Aftermath> all = new ArrayList<>();
        double limitMs = RecoveryTime.limitMs(before.acceptedP99Ms());
        for (Struck one : struck) {
            Bout bout = Bout.around(one, struck);
            long wellAtMs = bout.healedAtMs();
            long nextMs = struck.stream()
                    .mapToLong(Struck::beganAtMs)
                    .filter(ms -> ms > wellAtMs)
                    .min()
                    .orElse(Long.MAX_VALUE);
            RecoveryTime back = RecoveryTime.of(series, wellAtMs, nextMs, limitMs);
            all.add(new Aftermath(
                    one,
                    Latencies.between(history, one.beganAtMs(), one.healingAtMs()),
                    back.seen(),
                    after(wellAtMs, back.atMs()),
                    bout.p99Within(limits),
                    after(wellAtMs, rig.sampler().lagZeroAt(wellAtMs)),
                    limits.lagWithinMs() + bout.lastedMs()));
        }
        return all;
    }

    private Measured measured(Latencies before, List<Aftermath> faults, String unwell, long startedAtMs) {
        List<Recovery> recoveries = new ArrayList<>();
        if (!unwell.isEmpty()) {
            recoveries.add(new Recovery("every node well again (" + unwell + ")", null, limits.lagWithinMs()));
        }
        for (Aftermath one : faults) {
            String after = " after " + one.struck().strike().fault().name();
            if (one.judged()) {
                String what = String.format(
                        Locale.ROOT,
                        "202s within %.0f ms again (p99, before %.0f ms)%s",
                        RecoveryTime.limitMs(before.acceptedP99Ms()),
                        before.acceptedP99Ms(),
                        after);
                recoveries.add(new Recovery(what, boxed(one.p99BackAfterMs()), one.p99WithinMs()));
            }
            recoveries.add(new Recovery("recorder's lag 0" + after, boxed(one.lagZeroAfterMs()), one.lagWithinMs()));
        }
        return new Measured(recoveries, bounds(startedAtMs), limits.deadlineMs() + limits.slackMs());
    }

    private List<Bound> bounds(long startedAtMs) {
        List<Bound> bounds = new ArrayList<>();
        for (Service node : rig.nodes()) {
            bounds.addAll(
                    NodeBounds.of(rig.sampler().recording(), node.name(), startedAtMs, OptionalLong.of(NODE_BYTES), 0));
        }
        if (!experiment.is(Fault.Trait.CLIENTS_LOSE_THEIR_NODE)) {
            bounds.add(new Bound("requests without an answer", unanswered(), 0));
        }
        return bounds;
    }

    private long unanswered() {
        LongAdder count = new LongAdder();
        history.forEach(attempt -> {
            if (!attempt.outcome().isAnswer() && attempt.outcome() != ClientOutcome.LEFT) {
                count.increment();
            }
        });
        return count.sum();
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
    }

    private static OptionalLong after(long fromMs, OptionalLong atMs) {
        return atMs.isPresent() ? OptionalLong.of(atMs.getAsLong() - fromMs) : OptionalLong.empty();
    }
}
