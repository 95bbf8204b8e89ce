package dev.seonchak.lab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seonchak.core.audit.ClientOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What impatient, hasty and repeating clients send, and what is written down of it. */
@Timeout(60)
class MannersTest {
    private static final long COUPON = 8;

    private final List<Attempt> rows = new ArrayList<>();

    @Test
    void whoLosesPatienceAsksAgainAtTheNextNodeUntilTheAnswerIsDefinite() throws IOException {
        Map<Long, AtomicInteger> asked = new ConcurrentHashMap<>();
        try (Answerer deaf = new Answerer((user, request) -> count(asked, user));
                Answerer busy = new Answerer((user, request) -> {
                    count(asked, user);
                    Answerer.status(request, 503, "{\"code\":\"overloaded\"}");
                });
                Answerer good = new Answerer((user, request) -> {
                    count(asked, user);
                    Answerer.accepted(request, user);
                })) {
            Manners manners = new Manners(1500, 5, 1, 0, 1);
            LoadResult result = run(List.of(deaf.target(), busy.target(), good.target()), manners, 30);

            assertThat(result.planned()).isEqualTo(30);
            // Of 30 users 10 begin at each node: 3, 2 and 1 attempts.
            assertThat(result.sent()).isEqualTo(60);
            assertThat(result.again()).isEqualTo(30);
            assertThat(result.count(ClientOutcome.TIMEOUT)).isEqualTo(10);
            assertThat(result.count(ClientOutcome.OVERLOADED)).isEqualTo(20);
            assertThat(result.count(ClientOutcome.ACCEPTED)).isEqualTo(30);
        }
        for (long user = 1; user <= 30; user++) {
            List<Attempt> own = of(user);
            int begin = own.getFirst().node();
            assertThat(own)
                    .hasSize(asked.getOrDefault(user, new AtomicInteger()).get())
                    .hasSize(3 - begin);
            for (int i = 0; i < own.size(); i++) {
                assertThat(own.get(i).number()).isEqualTo(i + 1);
                assertThat(own.get(i).node()).isEqualTo(begin + i);
            }
            for (int i = 1; i < own.size(); i++) {
                assertThat(own.get(i).dueNs()).isEqualTo(own.get(i - 1).endNs() + 1_000_000);
            }
        }
    }

    @Test
    void asksNoMoreOftenThanItMay() throws IOException {
        try (Answerer server = new Answerer((user, request) -> Answerer.status(request, 500, ""))) {
            LoadResult result = run(List.of(server.target()), new Manners(0, 2, 0, 0, 1), 5);

            assertThat(result.count(ClientOutcome.OTHER)).isEqualTo(15);
            assertThat(result.again()).isEqualTo(10);
        }
    }

    @Test
    void aDefiniteRefusalIsNotAskedAgain() throws IOException {
        try (Answerer server = new Answerer((user, request) -> Answerer.soldOut(request))) {
            LoadResult result = run(List.of(server.target()), new Manners(0, 9, 0, 0, 1), 5);

            assertThat(result.sent()).isEqualTo(5);
        }
    }

    @Test
    void aBurstAsksEveryNodeAtOnceAndEachOfItGoesOnByItself() throws IOException {
        Set<String> first = ConcurrentHashMap.newKeySet();
        try (Answerer a = new Answerer((user, request) -> {
                    if (first.add("a" + user)) {
                        Answerer.status(request, 503, "{\"code\":\"outcome-unknown\"}");
                    } else {
                        Answerer.status(request, 409, "{\"code\":\"already-issued\",\"serial\":1}");
                    }
                });
                Answerer b = new Answerer((user, request) -> Answerer.accepted(request, 1))) {
            LoadResult result = run(List.of(a.target(), b.target()), new Manners(0, 3, 5, 0, 2), 10);

            assertThat(result.planned()).isEqualTo(20);
            assertThat(result.again()).isEqualTo(10);
            assertThat(result.askedPerS()).isEqualTo(2000);
        }
        for (long user = 1; user <= 10; user++) {
            List<Attempt> own = of(user);
            assertThat(own).extracting(Attempt::number).containsExactlyInAnyOrder(1, 2, 3);
            assertThat(own)
                    .filteredOn(attempt -> attempt.number() <= 2)
                    .extracting(Attempt::node)
                    .contains(0, 1);
            assertThat(own)
                    .filteredOn(attempt -> attempt.number() <= 2)
                    .extracting(Attempt::dueNs)
                    .containsOnly(own.getFirst().dueNs());
            // The first of the burst met node a and goes on at node b.
            assertThat(own.stream().filter(attempt -> attempt.number() == 3)).allMatch(attempt -> attempt.node() == 1);
        }
    }

    @Test
    void whoLeavesIsDecidedByTheSeedAndNeverWaits() throws IOException {
        Set<Long> arrived = ConcurrentHashMap.newKeySet();
        try (Answerer server = new Answerer((user, request) -> {
            arrived.add(user);
            Answerer.soldOut(request);
        })) {
            LoadResult result = run(List.of(server.target()), new Manners(0, 3, 0, 0.5, 1), 400);

            assertThat(result.count(ClientOutcome.LEFT) + result.count(ClientOutcome.SOLD_OUT))
                    .isEqualTo(400);
            assertThat(result.overall().count()).isEqualTo(result.count(ClientOutcome.SOLD_OUT));
        }
        List<Long> left = rows.stream()
                .filter(attempt -> attempt.outcome() == ClientOutcome.LEFT)
                .map(Attempt::user)
                .sorted()
                .toList();
        assertThat(left.size()).isBetween(140, 260);
        assertThat(left).anyMatch(arrived::contains);
        LeavingClients again = new LeavingClients(0.5, 1);
        for (long user = 1; user <= 400; user++) {
            assertThat(again.decide(COUPON, user, 1) != Connection.Leaving.STAYS)
                    .isEqualTo(left.contains(user));
        }
    }

    @Test
    void theSeedDecidesWhoLeavesAndHow() {
        LeavingClients one = new LeavingClients(0.3, 1);
        LeavingClients same = new LeavingClients(0.3, 1);
        LeavingClients other = new LeavingClients(0.3, 2);
        int differ = 0;
        int resets = 0;
        int ends = 0;
        for (long user = 1; user <= 10_000; user++) {
            Connection.Leaving how = one.decide(COUPON, user, 1);
            assertThat(same.decide(COUPON, user, 1)).isEqualTo(how);
            differ += other.decide(COUPON, user, 1) == how ? 0 : 1;
            resets += how == Connection.Leaving.RESETS ? 1 : 0;
            ends += how == Connection.Leaving.ENDS ? 1 : 0;
        }
        assertThat(differ).isPositive();
        assertThat(resets).isBetween(1300, 1700);
        assertThat(ends).isBetween(1300, 1700);
    }

    @Test
    void impossibleMannersAreRefused() {
        assertThatThrownBy(() -> new Manners(0, -1, 0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Manners(0, 0, 0, 1.1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Manners(0, 0, 0, Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Manners(0, 0, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void count(Map<Long, AtomicInteger> asked, long user) {
        asked.computeIfAbsent(user, u -> new AtomicInteger()).incrementAndGet();
    }

    private List<Attempt> of(long user) {
        return rows.stream()
                .filter(attempt -> attempt.user() == user)
                .sorted(Comparator.comparingInt(Attempt::number))
                .toList();
    }

    /** One user a millisecond. */
    private LoadResult run(List<Target> targets, Manners manners, int users) throws IOException {
        LoadSpec spec = new LoadSpec(targets, 64, 10_000, 1000, 10, 200);
        Demand demand = new Demand(Users.fresh(1), Coupons.one(COUPON), manners, 1);
        return new LoadRun(spec, new Pace.Open(Schedule.constant(1000, users)), demand, rows::add).run();
    }
}
