package dev.seonchak.lab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.lab.process.CpuMeter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Real sockets, and where instants matter a clock that only the server moves: so every latency is known exactly and
 * nothing depends on how fast the machine is.
 */
@Timeout(60)
class LoadRunTest {
    private static final long MS = 1_000_000;
    private static final long COUPON = 8;

    private final List<Attempt> rows = new ArrayList<>();
    private final Sink sink = rows::add;

    @Test
    void everyOutcomeIsCountedAsWhatItIs() throws IOException {
        List<ClientOutcome> kinds = List.of(
                ClientOutcome.ACCEPTED,
                ClientOutcome.ALREADY_ISSUED,
                ClientOutcome.SOLD_OUT,
                ClientOutcome.CLOSED,
                ClientOutcome.NOT_OPEN,
                ClientOutcome.UNKNOWN_COUPON,
                ClientOutcome.OUTCOME_UNKNOWN,
                ClientOutcome.OVERLOADED,
                ClientOutcome.LOG_UNAVAILABLE,
                ClientOutcome.OTHER);
        try (Answerer server = new Answerer((user, request) -> {
            ClientOutcome kind = kinds.get((int) (user % kinds.size()));
            String body = "{\"code\":\"" + kind.label() + "\",\"serial\":" + user + "}";
            Answerer.status(request, kind == ClientOutcome.OTHER ? 429 : kind.status(), body);
        })) {
            LoadResult result = run(spec(server.port(), 4, 100), requests(80), Users.fresh(80), System::nanoTime);

            assertThat(result.answered()).isEqualTo(80);
            for (ClientOutcome kind : kinds) {
                assertThat(result.count(kind)).as(kind.label()).isEqualTo(8);
            }
            assertThat(result.statuses())
                    .containsEntry(503, 24L)
                    .containsEntry(410, 16L)
                    .containsEntry(429, 8L);
            assertThat(result.overall().count()).isEqualTo(80);
        }
        assertThat(rows).hasSize(80).allSatisfy(row -> {
            boolean named = row.outcome() == ClientOutcome.ACCEPTED || row.outcome() == ClientOutcome.ALREADY_ISSUED;
            assertThat(row.serial()).isEqualTo(named ? row.user() : 0);
            assertThat(row.sentNs()).isBetween(row.dueNs(), row.endNs());
        });
    }

    @Test
    void theRequestIsThePlansOwn() throws IOException {
        AtomicReference<String> seen = new AtomicReference<>("");
        try (Answerer server = new Answerer((user, request) -> {
            seen.set(request.method() + " " + request.uri() + " " + request.getHeader("Content-Length"));
            Answerer.soldOut(request);
        })) {
            run(spec(server.port(), 1, 10), requests(1), Users.fresh(4711), System::nanoTime);
        }
        assertThat(seen.get()).isEqualTo("POST /coupons/4711/issue-async?couponId=8 0");
    }

    @Test
    void latencyCountsFromTheInstantARequestWasDue() throws IOException {
        AtomicLong clock = new AtomicLong();
        try (Answerer server = new Answerer((user, request) -> {
            // The server stalls over the first request until 100 ms; the two behind it are due at 1 and 2 ms.
            clock.set(100 * MS);
            Answerer.soldOut(request);
        })) {
            LoadResult result = run(spec(server.port(), 1, 100), requests(3), Users.fresh(1), clock::get);

            assertThat(result.held()).isFalse();
            assertThat(result.late()).isEqualTo(2);
        }
        assertThat(rows)
                .containsExactly(
                        attempt(1, 0, 0, 100 * MS, ClientOutcome.SOLD_OUT),
                        attempt(2, MS, 100 * MS, 100 * MS, ClientOutcome.SOLD_OUT),
                        attempt(3, 2 * MS, 100 * MS, 100 * MS, ClientOutcome.SOLD_OUT));
    }

    @Test
    void whatDoesNotFitIntoTheWaitingLineIsDroppedAndCounted() throws IOException {
        AtomicLong clock = new AtomicLong();
        CountDownLatch dropped = new CountDownLatch(7);
        Sink counting = attempt -> {
            if (attempt.outcome() == ClientOutcome.DROPPED) {
                dropped.countDown();
            }
        };
        try (Answerer server = new Answerer((user, request) -> {
            clock.set(20 * MS);
            // One connection is busy until the seven that fit nowhere have been given up.
            Answerer.status(request, awaited(dropped) ? 410 : 500, "{\"code\":\"sold-out\"}");
        })) {
            LoadResult result = new LoadRun(
                            spec(server.port(), 1, 2),
                            requests(10),
                            Demand.of(Users.fresh(1), COUPON),
                            counting,
                            second -> {},
                            new CpuMeter(Map.of()),
                            new Clocks(clock::get, () -> 0))
                    .run();

            assertThat(result.count(ClientOutcome.DROPPED)).isEqualTo(7);
            assertThat(result.count(ClientOutcome.SOLD_OUT)).isEqualTo(3);
            assertThat(result.sent()).isEqualTo(3);
            assertThat(result.held()).isFalse();
        }
    }

    @Test
    void whoWaitsLongerThanTheTimeoutIsDropped() throws IOException {
        AtomicLong clock = new AtomicLong();
        try (Answerer server = new Answerer((user, request) -> clock.set(60_000 * MS))) {
            LoadResult result = run(spec(server.port(), 1, 100), requests(5), Users.fresh(1), clock::get);

            assertThat(result.count(ClientOutcome.TIMEOUT)).isEqualTo(1);
            assertThat(result.count(ClientOutcome.DROPPED)).isEqualTo(4);
            assertThat(result.answered()).isZero();
        }
        assertThat(rows)
                .filteredOn(row -> row.outcome() == ClientOutcome.DROPPED)
                .allMatch(row -> row.sentNs() == -1);
    }

    @Test
    void aTimedOutRequestCostsItsConnectionAndTheNextOneOpensANewOne() throws IOException {
        AtomicLong clock = new AtomicLong();
        Set<Object> connections = ConcurrentHashMap.newKeySet();
        try (Answerer server = new Answerer((user, request) -> {
            connections.add(request.connection());
            if (user == 1) {
                clock.set(20_000 * MS);
            } else {
                Answerer.soldOut(request);
            }
        })) {
            Pace pace = new Pace.Closed(0, 60_000, 2);
            LoadResult result = run(spec(server.port(), 1, 1), pace, Users.fresh(1), clock::get);

            assertThat(result.count(ClientOutcome.TIMEOUT)).isEqualTo(1);
            assertThat(result.count(ClientOutcome.SOLD_OUT)).isEqualTo(1);
        }
        assertThat(connections).hasSize(2);
    }

    @Test
    void aConnectionThatIsCutIsAResetAndIsOpenedAgain() throws IOException {
        try (Answerer server = new Answerer((user, request) -> {
            if (user % 2 == 1) {
                request.connection().close();
            } else {
                Answerer.status(request, 202, "{\"serial\":9}");
            }
        })) {
            LoadResult result =
                    run(spec(server.port(), 1, 1), new Pace.Closed(0, 60_000, 10), Users.fresh(1), System::nanoTime);

            assertThat(result.count(ClientOutcome.RESET)).isEqualTo(5);
            assertThat(result.count(ClientOutcome.ACCEPTED)).isEqualTo(5);
        }
        assertThat(rows).filteredOn(row -> row.outcome() == ClientOutcome.RESET).allMatch(row -> row.serial() == 0);
    }

    @Test
    void aChunkedResponseIsCountedAndReported() throws IOException {
        try (Answerer server = new Answerer((user, request) ->
                request.response().setChunked(true).setStatusCode(410).end("no length"))) {
            LoadResult result =
                    run(spec(server.port(), 2, 2), new Pace.Closed(0, 60_000, 6), Users.fresh(1), System::nanoTime);

            // Its code cannot be read, so it is no definite refusal.
            assertThat(result.count(ClientOutcome.OTHER)).isEqualTo(6);
            assertThat(result.unframed()).isEqualTo(6);
        }
    }

    @Test
    void aServerThatGoesAwayIsAConnectError() throws IOException {
        try (Answerer server = new Answerer((user, request) -> Answerer.soldOut(request))) {
            AtomicLong clock = new AtomicLong();
            Sink stopping = attempt -> {
                rows.add(attempt);
                if (attempt.outcome() == ClientOutcome.SOLD_OUT) {
                    server.stop();
                    clock.set(10 * MS);
                }
            };
            LoadResult result = new LoadRun(
                            spec(server.port(), 1, 10),
                            requests(3),
                            Demand.of(Users.fresh(1), COUPON),
                            stopping,
                            second -> {},
                            new CpuMeter(Map.of()),
                            new Clocks(clock::get, () -> 0))
                    .run();

            // The request that meets the closed socket is a reset or, if the end was read before, a connect error.
            assertThat(result.count(ClientOutcome.SOLD_OUT)).isEqualTo(1);
            assertThat(result.count(ClientOutcome.RESET) + result.count(ClientOutcome.CONNECT_ERROR))
                    .isEqualTo(2);
            assertThat(result.count(ClientOutcome.CONNECT_ERROR)).isPositive();
        }
    }

    @Test
    void aTargetThatIsNotThereFailsTheRunAtOnce() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThatThrownBy(() -> run(spec(port, 1, 1), requests(1), Users.fresh(1), System::nanoTime))
                .isInstanceOf(IOException.class);
    }

    @Test
    void theWarmUpIsInTheHistoryAndNotInTheCounts() throws IOException {
        Set<String> warmUpQueries = ConcurrentHashMap.newKeySet();
        try (Answerer server = new Answerer((user, request) -> {
            if (user <= 50) {
                warmUpQueries.add(String.valueOf(request.query()));
            }
            Answerer.soldOut(request);
        })) {
            Pace pace = new Pace.Open(Schedule.constant(1000, 20).warmedUp(1000, 50));
            Demand demand = new Demand(Users.fresh(1), Coupons.warmedUp(99, COUPON), Manners.PATIENT, 1);
            LoadResult result = new LoadRun(spec(server.port(), 4, 100), pace, demand, sink).run();

            assertThat(result.planned()).isEqualTo(20);
            assertThat(result.count(ClientOutcome.SOLD_OUT)).isEqualTo(20);
            assertThat(result.warmUp()).isEqualTo(Map.of(ClientOutcome.SOLD_OUT, 50L));
            assertThat(result.cpuS()).containsKey(CpuMeter.SELF);
        }
        assertThat(rows).filteredOn(row -> !row.counted()).hasSize(50).allMatch(row -> row.user() <= 50);
        assertThat(warmUpQueries).containsExactly("couponId=99");
    }

    @Test
    void aClosedLoopSendsExactlyItsRequestsToDistinctUsers() throws IOException {
        Set<Long> users = ConcurrentHashMap.newKeySet();
        try (Answerer server = new Answerer((user, request) -> {
            users.add(user);
            Answerer.status(request, 202, "{\"serial\":" + user + "}");
        })) {
            LoadResult result =
                    run(spec(server.port(), 16, 1), new Pace.Closed(0, 60_000, 1000), Users.fresh(1), System::nanoTime);

            assertThat(result.sent()).isEqualTo(1000);
            assertThat(result.count(ClientOutcome.ACCEPTED)).isEqualTo(1000);
        }
        assertThat(users).hasSize(1000);
        assertThat(rows).allMatch(row -> row.serial() == row.user());
    }

    @Test
    void randomUsersStayInTheirRangeAndRepeatFromTheSeed() {
        Users one = Users.uniform(7, 1, 50);
        Users other = Users.uniform(7, 1, 50);
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            long user = one.next();
            assertThat(user).isBetween(1L, 50L).isEqualTo(other.next());
            seen.add(user);
        }
        assertThat(seen).hasSize(50);
    }

    private LoadResult run(LoadSpec spec, Pace pace, Users users, LongSupplier clock) throws IOException {
        Demand demand = Demand.of(users, COUPON);
        return new LoadRun(spec, pace, demand, sink, second -> {}, new CpuMeter(Map.of()), new Clocks(clock, () -> 0))
                .run();
    }

    /** One request a millisecond. */
    private static Pace requests(int count) {
        return new Pace.Open(Schedule.constant(1000, count));
    }

    private static LoadSpec spec(int port, int connections, int queue) {
        return new LoadSpec(List.of(new Target("127.0.0.1", port)), connections, 10_000, queue, 10, 200);
    }

    private static Attempt attempt(long user, long dueNs, long sentNs, long endNs, ClientOutcome outcome) {
        return new Attempt(COUPON, user, 0, 1, dueNs, sentNs, endNs, outcome, 0, true);
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
