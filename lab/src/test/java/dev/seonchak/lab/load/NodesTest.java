package dev.seonchak.lab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seonchak.core.audit.ClientOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several nodes behind no health check. */
@Timeout(60)
class NodesTest {
    private static final long COUPON = 8;

    private final List<Attempt> rows = new ArrayList<>();

    @Test
    void nodesTakeTurnsAndTheHistorySaysWhich() throws IOException {
        AtomicLong atA = new AtomicLong();
        AtomicLong atB = new AtomicLong();
        try (Answerer a = new Answerer((user, request) -> {
                    atA.incrementAndGet();
                    Answerer.soldOut(request);
                });
                Answerer b = new Answerer((user, request) -> {
                    atB.incrementAndGet();
                    Answerer.soldOut(request);
                })) {
            run(List.of(a.target(), b.target()), 100);
        }
        assertThat(atA).hasValue(50);
        assertThat(atB).hasValue(50);
        assertThat(rows).filteredOn(row -> row.node() == 0).hasSize(50).allMatch(row -> row.user() % 2 == 1);
        assertThat(rows).filteredOn(row -> row.node() == 1).hasSize(50);
    }

    @Test
    void aNodeThatIsDownFromTheStartFailsItsShareAlone() throws IOException {
        try (Answerer up = new Answerer((user, request) -> Answerer.soldOut(request))) {
            LoadResult result = run(List.of(new Target("127.0.0.1", freePort()), up.target()), 100);

            assertThat(result.count(ClientOutcome.CONNECT_ERROR)).isEqualTo(50);
            assertThat(result.count(ClientOutcome.SOLD_OUT)).isEqualTo(50);
            assertThat(result.held()).isFalse();
        }
        assertThat(rows)
                .allMatch(row -> (row.outcome() == ClientOutcome.CONNECT_ERROR) == (row.node() == 0))
                .allMatch(row -> (row.sentNs() < 0) == (row.node() == 0));
    }

    @Test
    void aNodeThatHangsHoldsUpNobodyElse() throws IOException {
        try (Answerer deaf = new Answerer((user, request) -> {});
                Answerer up = new Answerer((user, request) -> Answerer.soldOut(request))) {
            // Two connections to the deaf node, so that its share fills the line; a line for both would stop the other
            // node.
            LoadSpec spec = new LoadSpec(List.of(deaf.target(), up.target()), 2, 1500, 1000, 10, 200);
            LoadResult result = new LoadRun(spec, pace(100), demand(), rows::add).run();

            assertThat(result.count(ClientOutcome.SOLD_OUT)).isEqualTo(50);
            assertThat(result.count(ClientOutcome.TIMEOUT) + result.count(ClientOutcome.DROPPED))
                    .isEqualTo(50);
            assertThat(result.count(ClientOutcome.TIMEOUT)).isPositive();
        }
        assertThat(rows).filteredOn(row -> row.node() == 1).allMatch(row -> row.outcome() == ClientOutcome.SOLD_OUT);
    }

    @Test
    void aNodeThatComesBackIsUsedAgainByItself() throws Exception {
        int port = freePort();
        AtomicLong atReturned = new AtomicLong();
        try (Answerer up = new Answerer((user, request) -> Answerer.soldOut(request))) {
            LoadSpec spec =
                    new LoadSpec(List.of(new Target("127.0.0.1", port), up.target()), 4, 10_000, 60_000, 10, 200);
            LoadRun run = new LoadRun(spec, pace(60_000), demand(), rows::add).start();
            Eventually.that(() -> run.view().count(ClientOutcome.CONNECT_ERROR) > 10);
            try (Answerer returned = new Answerer(port, (user, request) -> {
                atReturned.incrementAndGet();
                Answerer.soldOut(request);
            })) {
                assertThat(returned.port()).isEqualTo(port);
                Eventually.that(() -> atReturned.get() > 10);
                run.finish();
                run.await();
            }
        }
        assertThat(rows)
                .filteredOn(row -> row.node() == 0 && row.outcome() == ClientOutcome.SOLD_OUT)
                .hasSizeGreaterThan(10);
        assertThat(rows).filteredOn(row -> row.node() == 1).allMatch(row -> row.outcome() == ClientOutcome.SOLD_OUT);
    }

    @Test
    void whereNoNodeIsThereTheRunFailsAtOnceAndSaysThatNothingWasSent() throws IOException {
        List<Target> nobody = List.of(new Target("127.0.0.1", freePort()), new Target("127.0.0.1", freePort()));

        assertThatThrownBy(() -> run(nobody, 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nothing was sent");
        assertThat(rows).isEmpty();
    }

    private LoadResult run(List<Target> targets, int requests) throws IOException {
        LoadSpec spec = new LoadSpec(targets, 8, 10_000, 1000, 10, 200);
        return new LoadRun(spec, pace(requests), demand(), rows::add).run();
    }

    private static Pace pace(int requests) {
        return new Pace.Open(Schedule.constant(1000, requests));
    }

    private static Demand demand() {
        return Demand.of(Users.fresh(1), COUPON);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
