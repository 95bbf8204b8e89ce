package dev.seonchak.lab.load;

import dev.seonchak.core.audit.ClientOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks users who do not know until each has a definite answer: in a closed loop, each attempt at the next node. Asking is
 * always safe; a user whose unknown request did get a unit is answered with its serial.
 */
public final class Settle {

    /**
     * How long and how hard.
     *
     * @param concurrency users who ask at the same time, over all nodes
     * @param attempts most attempts for each user
     * @param pauseMs pause of a user between two attempts
     * @param timeoutMs longest wait for one answer
     * @param wholeMs longest time of asking; answers that are under way then are still waited for
     */
    public record Limits(int concurrency, int attempts, long pauseMs, long timeoutMs, long wholeMs) {
        /** 16 at a time, up to 20 attempts each, half a second apart, 10 s for an answer, 2 minutes in all. */
        public static final Limits USUAL = new Limits(16, 20, 500, 10_000, 120_000);

        public Limits {
            if (concurrency < 1 || attempts < 1 || pauseMs < 0 || timeoutMs < 1 || wholeMs < 1) {
                throw new IllegalArgumentException("concurrency, attempts and times must be positive: concurrency="
                        + concurrency + " attempts=" + attempts + " pauseMs=" + pauseMs + " timeoutMs=" + timeoutMs
                        + " wholeMs=" + wholeMs);
            }
        }
    }

    /**
     * What came of it.
     *
     * @param asked users who were to be asked
     * @param sent requests sent
     * @param definite users by their definite answer
     * @param unsettled users who still do not know, ascending
     */
    public record Settled(long asked, long sent, Map<ClientOutcome, Long> definite, List<Long> unsettled) {
        /** Whether everybody knows. */
        public boolean complete() {
            return unsettled.isEmpty();
        }
    }

    private Settle() {}

    /**
     * Asks, on the calling thread.
     *
     * @param users distinct users
     * @param sink gets every request, as that of a {@link LoadRun} does; a {@link SharedSink#part} to continue a history
     * @throws IOException where no node can be connected to; then nobody was asked
     */
    public static Settled ask(List<Target> targets, long coupon, long[] users, Limits limits, Sink sink)
            throws IOException {
        if (users.length == 0) {
            return new Settled(0, 0, Map.of(), List.of());
        }
        int perNode = Math.max(1, limits.concurrency() / targets.size());
        LoadSpec spec = new LoadSpec(
                targets, perNode, limits.timeoutMs(), users.length, limits.timeoutMs(), LoadSpec.LONGEST_TICK_US);
        Manners manners = new Manners(0, limits.attempts() - 1, limits.pauseMs(), 0, 1);
        Demand demand = new Demand(Users.of(users), Coupons.one(coupon), manners, 1);
        Map<Long, @Nullable ClientOutcome> answers = new HashMap<>();
        for (long user : users) {
            answers.put(user, null);
        }
        Sink noting = Sink.both(sink, attempt -> {
            if (attempt.outcome().isDefinite()) {
                answers.put(attempt.user(), attempt.outcome());
            }
        });
        LoadResult result = new LoadRun(spec, new Pace.Closed(0, limits.wholeMs(), users.length), demand, noting).run();
        Map<ClientOutcome, Long> definite = new EnumMap<>(ClientOutcome.class);
        List<Long> unsettled = new ArrayList<>();
        answers.forEach((user, outcome) -> {
            if (outcome == null) {
                unsettled.add(user);
            } else {
                definite.merge(outcome, 1L, Long::sum);
            }
        });
        unsettled.sort(null);
        return new Settled(users.length, result.sent(), definite, unsettled);
    }
}
