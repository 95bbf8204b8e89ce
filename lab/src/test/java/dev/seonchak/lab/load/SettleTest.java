package dev.seonchak.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.core.audit.ClientOutcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SettleTest {
    private static final Settle.Limits QUICK = new Settle.Limits(8, 4, 5, 5_000, 20_000);

    private final RecordedHistory history = new RecordedHistory();

    @Test
    void everybodyIsAskedUntilTheyKnowAndTheHistoryGoesOn() throws IOException {
        Set<Long> unclear = ConcurrentHashMap.newKeySet();
        long[] users = LongStream.rangeClosed(1, 60).toArray();
        SharedSink shared = new SharedSink(history);
        Sink before = shared.part();
        before.started(0, System.nanoTime());
        for (long user : users) {
            before.finished(new Attempt(8, user, 0, 1, 0, 0, 1, ClientOutcome.TIMEOUT, 0, true));
        }
        assertThat(history.undecided().get(8L)).isEqualTo(users);
        try (Answerer server = new Answerer((user, request) -> {
            if (unclear.add(user)) {
                Answerer.status(request, 503, "{\"code\":\"outcome-unknown\"}");
            } else if (user % 3 == 0) {
                Answerer.soldOut(request);
            } else {
                Answerer.status(request, 409, "{\"code\":\"already-issued\",\"serial\":" + user + "}");
            }
        })) {
            List<Target> nodes = List.of(new Target("127.0.0.1", NodesTest.freePort()), server.target());
            Settle.Settled settled = Settle.ask(nodes, 8, users, QUICK, shared.part());

            assertThat(settled.complete()).isTrue();
            assertThat(settled.asked()).isEqualTo(60);
            assertThat(settled.definite())
                    .isEqualTo(Map.of(ClientOutcome.SOLD_OUT, 20L, ClientOutcome.ALREADY_ISSUED, 40L));
        }
        assertThat(history.undecided()).isEmpty();
    }

    @Test
    void whoCannotBeSettledIsNamed() throws IOException {
        try (Answerer server = new Answerer((user, request) -> {
            if (user == 2) {
                Answerer.status(request, 503, "{\"code\":\"log-unavailable\"}");
            } else {
                Answerer.accepted(request, user);
            }
        })) {
            Settle.Settled settled = Settle.ask(List.of(server.target()), 8, new long[] {3, 2, 1}, QUICK, history);

            assertThat(settled.unsettled()).containsExactly(2L);
            assertThat(settled.sent()).isEqualTo(2 + 4);
        }
        assertThat(history.size()).isEqualTo(6);
    }

    @Test
    void itEndsInTimeHoweverManyAttemptsAreLeft() throws IOException {
        try (Answerer server = new Answerer((user, request) -> Answerer.status(request, 503, ""))) {
            Settle.Limits brief = new Settle.Limits(1, 1_000_000, 5, 5_000, 200);
            Settle.Settled settled = Settle.ask(List.of(server.target()), 8, new long[] {1, 2}, brief, history);

            assertThat(settled.unsettled()).containsExactly(1L, 2L);
        }
    }

    @Test
    void nobodyToAskIsNoError() throws IOException {
        List<Target> nobody = List.of(new Target("127.0.0.1", NodesTest.freePort()));

        assertThat(Settle.ask(nobody, 8, new long[0], QUICK, history).complete())
                .isTrue();
    }
}
