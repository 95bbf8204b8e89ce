package dev.seonchak.lab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.lab.process.CpuMeter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs on threads of their own: watched, ended early, side by side. */
@Timeout(60)
class LiveRunTest {
    private static final long COUPON = 8;
    private static final Pace AN_HOUR = new Pace.Open(Schedule.constant(1000, 3_600_000));

    private final List<Attempt> rows = new ArrayList<>();

    @Test
    void finishingWaitsForWhatIsInFlightAndAsksForNothingMore() throws Exception {
        Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
        try (Answerer server = new Answerer((user, request) -> {
            Context context = Vertx.currentContext();
            answers.add(() -> context.runOnContext(v -> Answerer.accepted(request, user)));
        })) {
            LoadRun run = new LoadRun(spec(server, 4), AN_HOUR, demand(), rows::add).start();
            Eventually.that(() -> answers.size() == 4);

            run.finish();
            assertThat(run.view().running()).isTrue();
            long until = System.nanoTime() + 15_000_000_000L;
            while (run.view().running() && System.nanoTime() < until) {
                Runnable answer = answers.poll();
                if (answer != null) {
                    answer.run();
                }
            }
            LoadResult result = run.await();

            assertThat(result.planned()).isEqualTo(rows.size()).isLessThan(60_000);
            assertThat(result.count(ClientOutcome.ACCEPTED)).isEqualTo(rows.size());
            assertThat(result.sendingS()).isLessThan(60);
        }
        assertThat(rows).allMatch(row -> row.outcome() == ClientOutcome.ACCEPTED);
    }

    @Test
    void aClosedLoopAndClientsThatAskAgainEndToo() throws Exception {
        try (Answerer server = new Answerer((user, request) -> Answerer.status(request, 503, ""))) {
            Demand stubborn = new Demand(Users.fresh(1), Coupons.one(COUPON), new Manners(0, 1_000_000, 1, 0, 1), 1);
            Pace closed = new Pace.Closed(0, 3_600_000, Long.MAX_VALUE);
            LoadRun run = new LoadRun(spec(server, 4), closed, stubborn, rows::add).start();
            Eventually.that(() -> run.view().count(ClientOutcome.OTHER) > 50);

            run.finish();

            assertThat(run.await().count(ClientOutcome.OTHER)).isGreaterThan(50);
        }
    }

    @Test
    void theViewShowsWhatHasHappenedSoFar() throws Exception {
        AtomicLong clock = new AtomicLong();
        try (Answerer server = new Answerer((user, request) -> {
            // 40 ms for each, so the first second is over with the 25th.
            clock.addAndGet(40_000_000);
            Answerer.accepted(request, user);
        })) {
            LoadRun run = new LoadRun(
                    spec(server, 1),
                    new Pace.Closed(0, 60_000, 30),
                    demand(),
                    Sink.NONE,
                    second -> {},
                    new CpuMeter(Map.of()),
                    new Clocks(clock::get, () -> 1_700_000_000_000L));
            LoadView view = run.view();
            assertThat(view.running()).isFalse();
            assertThat(view.p99Ms()).isNaN();

            run.run();

            assertThat(view.startedAtMs()).isEqualTo(1_700_000_000_000L);
            assertThat(view.sent()).isEqualTo(30);
            assertThat(view.accepted()).isEqualTo(30);
            assertThat(view.outcomes()).isEqualTo(Map.of(ClientOutcome.ACCEPTED, 30L));
            assertThat(view.p99Ms()).isBetween(39.0, 41.0);
            assertThat(view.lastSecond()).isNotNull();
            assertThat(view.running()).isFalse();
        }
    }

    @Test
    void twoRunsSideBySideFillOneHistory() throws Exception {
        RecordedHistory history = new RecordedHistory();
        SharedSink shared = new SharedSink(history);
        try (Answerer server = new Answerer((user, request) -> Answerer.accepted(request, user))) {
            Pace pace = new Pace.Open(Schedule.constant(1000, 300));
            LoadRun one = new LoadRun(spec(server, 4), pace, Demand.of(Users.fresh(1), 8), shared.part()).start();
            LoadRun other = new LoadRun(spec(server, 4), pace, Demand.of(Users.fresh(1), 9), shared.part()).start();

            assertThat(one.await().count(ClientOutcome.ACCEPTED)).isEqualTo(300);
            assertThat(other.await().count(ClientOutcome.ACCEPTED)).isEqualTo(300);
        }
        history.forEach(rows::add);
        assertThat(rows).filteredOn(row -> row.coupon() == 8).hasSize(300);
        assertThat(rows).filteredOn(row -> row.coupon() == 9).hasSize(300);
    }

    @Test
    void aRunHappensOnceAndItsFailureIsToldToWhoWaits() throws IOException {
        List<Target> nobody = List.of(new Target("127.0.0.1", NodesTest.freePort()));
        LoadRun run = new LoadRun(LoadSpec.to(nobody), AN_HOUR, demand(), Sink.NONE).start();

        assertThatThrownBy(run::await).isInstanceOf(IOException.class).hasMessageContaining("nothing was sent");
        assertThatThrownBy(run::run).isInstanceOf(IllegalStateException.class);
    }

    private static LoadSpec spec(Answerer server, int connections) {
        return new LoadSpec(List.of(server.target()), connections, 10_000, 60_000, 10, 200);
    }

    private static Demand demand() {
        return Demand.of(Users.fresh(1), COUPON);
    }
}
