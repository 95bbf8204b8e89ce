package dev.seonchak.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.core.audit.ClientOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final Attempt ACCEPTED =
            new Attempt(8, 1, 0, 1, 0, 5, 1_234_567_890_123L, ClientOutcome.ACCEPTED, 42, true);
    private static final Attempt SOLD_OUT = new Attempt(9, 50_000, 2, 4, 10, 11, 12, ClientOutcome.SOLD_OUT, 0, false);
    private static final Attempt DROPPED =
            new Attempt(Long.MAX_VALUE, 7, 1, 2, 20, -1, 30, ClientOutcome.DROPPED, 0, true);

    @Test
    void keepsOneLineARequestUnderTheWallClockOfTimeZero(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("history.csv");
        try (History history = new History(file, "a run")) {
            history.started(1_700_000_000_000L, 5);
            put(history, ACCEPTED, SOLD_OUT, DROPPED);
        }

        assertThat(Files.readAllLines(file))
                .isEqualTo(List.of(
                        "# a run startedAtMs=1700000000000",
                        "coupon,user,node,attempt,dueNs,sentNs,endNs,outcome,serial,counted",
                        "8,1,0,1,0,5,1234567890123,accepted,42,1",
                        "9,50000,2,4,10,11,12,sold-out,,0",
                        "9223372036854775807,7,1,2,20,,30,dropped,,1"));
    }

    @Test
    void losesNothingWhenItIsLongerThanItsBuffer(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("history.csv");
        int requests = 20_000;
        try (History history = new History(file, "long")) {
            history.started(0, 0);
            for (int i = 0; i < requests; i++) {
                history.finished(new Attempt(8, i, 0, 1, i, i, i, ClientOutcome.ALREADY_ISSUED, i + 1, true));
            }
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(requests + 2);
        for (int i = 0; i < requests; i++) {
            assertThat(lines.get(i + 2))
                    .isEqualTo("8," + i + ",0,1," + i + "," + i + "," + i + ",already-issued," + (i + 1) + ",1");
        }
    }

    @Test
    void inMemoryItGivesBackExactlyWhatItWasGiven() {
        RecordedHistory recorded = new RecordedHistory();
        List<Attempt> given = new ArrayList<>(List.of(ACCEPTED, SOLD_OUT, DROPPED));
        ClientOutcome[] outcomes = ClientOutcome.values();
        for (int i = 0; i < 40_000; i++) {
            given.add(new Attempt(
                    i, -i, i % 4096, 1 + i % 500_000, i, i - 1, i + 1, outcomes[i % outcomes.length], i, i % 2 == 0));
        }
        recorded.started(1_700_000_000_000L, 5);
        put(recorded, given.toArray(Attempt[]::new));

        List<Attempt> back = new ArrayList<>();
        recorded.forEach(back::add);

        assertThat(back).isEqualTo(given);
        assertThat(recorded.size()).isEqualTo(given.size());
        assertThat(recorded.startedAtMs()).isEqualTo(1_700_000_000_000L);
    }

    @Test
    void knowsWhoDoesNotKnow() {
        RecordedHistory recorded = new RecordedHistory();
        put(
                recorded,
                at(1, 10, 20, ClientOutcome.TIMEOUT),
                // Refused by a request that was sent while the other one was still under way.
                at(2, 10, 30, ClientOutcome.RESET),
                at(2, 20, 25, ClientOutcome.SOLD_OUT),
                // Refused afterwards; told a serial before; never sent.
                at(3, 10, 20, ClientOutcome.LEFT),
                at(3, 20, 30, ClientOutcome.SOLD_OUT),
                at(4, 10, 20, ClientOutcome.ACCEPTED),
                at(4, 30, 40, ClientOutcome.OUTCOME_UNKNOWN),
                at(5, -1, 40, ClientOutcome.CONNECT_ERROR));

        assertThat(recorded.undecided()).containsOnlyKeys(8L);
        assertThat(recorded.undecided().get(8L)).containsExactly(1, 2);
    }

    @Test
    void severalRunsShareTheTimeOfTheFirst() {
        List<Attempt> rows = new ArrayList<>();
        SharedSink shared = new SharedSink(rows::add);
        Sink first = shared.part();
        Sink second = shared.part();
        first.started(1000, 5_000);
        second.started(1002, 2_005_000);

        put(first, at(1, 10, 20, ClientOutcome.ACCEPTED));
        put(second, at(2, 10, 20, ClientOutcome.ACCEPTED), at(3, -1, 30, ClientOutcome.DROPPED));

        assertThat(rows)
                .containsExactly(
                        at(1, 10, 20, ClientOutcome.ACCEPTED),
                        new Attempt(8, 2, 0, 1, 2_000_010, 2_000_010, 2_000_020, ClientOutcome.ACCEPTED, 0, true),
                        new Attempt(8, 3, 0, 1, 1_999_999, -1, 2_000_030, ClientOutcome.DROPPED, 0, true));
    }

    private static Attempt at(long user, long sentNs, long endNs, ClientOutcome outcome) {
        return new Attempt(8, user, 0, 1, sentNs, sentNs, endNs, outcome, 0, true);
    }

    static void put(Sink sink, Attempt... attempts) {
        for (Attempt attempt : attempts) {
            sink.finished(attempt);
        }
    }
}
