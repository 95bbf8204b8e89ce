package dev.seonchak.lab.load;

import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.core.audit.ClientOutcome.Meaning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The history of a run in memory, 56 bytes a request: written by the run's thread, read after its end. It grows chunk by
 * chunk, because copying a grown array would delay the load.
 */
public final class RecordedHistory implements Sink {
    private static final int CHUNK = 1 << 14;
    private static final int LONGS = 6;
    private static final int NODE_SHIFT = 20;
    private static final int ATTEMPT_SHIFT = 1;
    private static final int LARGEST_ATTEMPT = (1 << (NODE_SHIFT - ATTEMPT_SHIFT)) - 1;

    private static final class Chunk {
        final long[] values = new long[CHUNK * LONGS];
        final int[] packed = new int[CHUNK];
        final ClientOutcome[] outcomes = new ClientOutcome[CHUNK];
    }

    /** When a user last did not know, and when the last request was sent that was answered for certain. */
    private static final class Knowledge {
        long unknownUntilNs = Long.MIN_VALUE;
        long certainFromNs = Long.MIN_VALUE;
        boolean has;
    }

    private final List<Chunk> chunks = new ArrayList<>();
    private Chunk last = new Chunk();
    private int inLast = CHUNK;
    private long size;
    private long startedAtMs = -1;

    @Override
    public void started(long epochMs, long zeroNs) {
        startedAtMs = epochMs;
    }

    @Override
    public void finished(
            long coupon,
            long user,
            int node,
            int attempt,
            long dueNs,
            long sentNs,
            long endNs,
            ClientOutcome outcome,
            long serial,
            boolean counted) {
        if (inLast == CHUNK) {
            last = new Chunk();
            chunks.add(last);
            inLast = 0;
        }
        int at = inLast * LONGS;
        long[] values = last.values;
        values[at] = coupon;
        values[at + 1] = user;
        values[at + 2] = dueNs;
        values[at + 3] = sentNs;
        values[at + 4] = endNs;
        values[at + 5] = serial;
        last.packed[inLast] =
                node << NODE_SHIFT | Math.min(attempt, LARGEST_ATTEMPT) << ATTEMPT_SHIFT | (counted ? 1 : 0);
        last.outcomes[inLast] = outcome;
        inLast++;
        size++;
    }

    /** How many requests it holds. */
    public long size() {
        return size;
    }

    /** The wall clock of time 0 in milliseconds since the epoch, or −1 where no run has started. */
    public long startedAtMs() {
        return startedAtMs;
    }

    /** Shows every request in the order of their ends. {@link Sink#started} comes first where a run has started. */
    public void forEach(Sink visitor) {
        if (startedAtMs >= 0) {
            visitor.started(startedAtMs, 0);
        }
        for (int c = 0; c < chunks.size(); c++) {
            Chunk chunk = chunks.get(c);
            int count = c == chunks.size() - 1 ? inLast : CHUNK;
            for (int i = 0; i < count; i++) {
                int at = i * LONGS;
                long[] values = chunk.values;
                int packed = chunk.packed[i];
                visitor.finished(
                        values[at],
                        values[at + 1],
                        packed >>> NODE_SHIFT,
                        packed >>> ATTEMPT_SHIFT & LARGEST_ATTEMPT,
                        values[at + 2],
                        values[at + 3],
                        values[at + 4],
                        chunk.outcomes[i],
                        values[at + 5],
                        (packed & 1) == 1);
            }
        }
    }

    /**
     * Who does not know, by coupon: users with an unknown outcome who were never told that they have it, nor refused by a
     * request that was sent after the unknown one had ended. Ascending.
     */
    public Map<Long, long[]> undecided() {
        Map<Long, Map<Long, Knowledge>> byCoupon = new TreeMap<>();
        forEach((coupon, user, node, attempt, dueNs, sentNs, endNs, outcome, serial, counted) -> {
            Meaning meaning = outcome.meaning();
            if (meaning == Meaning.NOT_SENT) {
                return;
            }
            Knowledge knowledge =
                    byCoupon.computeIfAbsent(coupon, c -> new HashMap<>()).computeIfAbsent(user, u -> new Knowledge());
            if (meaning == Meaning.UNKNOWN) {
                knowledge.unknownUntilNs = Math.max(knowledge.unknownUntilNs, endNs);
            } else {
                knowledge.certainFromNs = Math.max(knowledge.certainFromNs, sentNs);
            }
            knowledge.has |= outcome == ClientOutcome.ACCEPTED || outcome == ClientOutcome.ALREADY_ISSUED;
        });
        Map<Long, long[]> undecided = new TreeMap<>();
        byCoupon.forEach((coupon, users) -> {
            long[] open = users.entrySet().stream()
                    .filter(user ->
                            !user.getValue().has && user.getValue().unknownUntilNs > user.getValue().certainFromNs)
                    .mapToLong(Map.Entry::getKey)
                    .sorted()
                    .toArray();
            if (open.length > 0) {
                undecided.put(coupon, open);
            }
        });
        return undecided;
    }
}
