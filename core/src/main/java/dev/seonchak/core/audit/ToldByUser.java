package dev.seonchak.core.audit;

import dev.seonchak.core.audit.ClientOutcome.Meaning;
import dev.seonchak.core.recorder.Issuance;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Histories folded by user: everything that one user was told in a few numbers.
 *
 * <p>Open addressing in primitive arrays, 28 bytes a slot and at most two thirds full: 42 to 84 bytes a user.
 */
final class ToldByUser {

    private static final Map<ClientOutcome, Integer> BITS = new EnumMap<>(ClientOutcome.class);

    static {
        for (ClientOutcome outcome : ClientOutcome.values()) {
            BITS.put(outcome, 1 << BITS.size());
        }
    }

    private static final int OK = bits(o -> o.meaning() == Meaning.OK);
    private static final int HOPEFUL = OK | bits(o -> o.meaning() == Meaning.UNKNOWN);
    private static final int WANTED = 1 << 30;

    private long[] users = new long[1 << 6];
    private int[] masks = new int[users.length];
    private int[] okSerials = new int[users.length];
    private int[] rowSerials = new int[users.length];
    private long[] okSentNs = new long[users.length];
    private int size;
    private long answers;
    private long accepted;
    private final Breaches twice = new Breaches();

    private static int bits(Predicate<ClientOutcome> which) {
        return BITS.entrySet().stream()
                .filter(e -> which.test(e.getKey()))
                .mapToInt(Map.Entry::getValue)
                .reduce(0, (a, b) -> a | b);
    }

    void accept(Answer answer) {
        answers++;
        int at = slot(answer.userId());
        masks[at] |= BITS.getOrDefault(answer.outcome(), 0);
        if (answer.outcome().meaning() == Meaning.OK) {
            accepted++;
            if (okSentNs[at] != 0) {
                int first = okSerials[at];
                twice.add(() -> "user " + answer.userId() + ": client told 202 twice, serials " + first + " and "
                        + answer.serial());
            } else {
                okSerials[at] = answer.serial();
                okSentNs[at] = Math.max(1, answer.sentNs());
            }
        }
    }

    /** Notes the user's row. False where the user is in no history. */
    boolean row(Issuance row) {
        int at = find(row.userId());
        if (at < 0) {
            return false;
        }
        if (rowSerials[at] == 0 || row.serial() == okSerials[at]) {
            rowSerials[at] = row.serial();
        }
        return true;
    }

    /** Notes that the user asked at a time when there was something to be had. */
    void wanted(long userId) {
        masks[slot(userId)] |= WANTED;
    }

    /** Whether any answer leaves open, or says, that the user has a unit. */
    boolean hopeful(long userId) {
        int at = find(userId);
        return at >= 0 && (masks[at] & HOPEFUL) != 0;
    }

    /** For evidence: every kind of answer that the user was given. */
    String says(long userId) {
        int at = find(userId);
        if (at < 0) {
            return "client never asked";
        }
        String outcomes = BITS.entrySet().stream()
                .filter(e -> (masks[at] & e.getValue()) != 0)
                .map(e -> e.getKey().label())
                .collect(Collectors.joining(", "));
        return "client " + outcomes + (okSerials[at] > 0 ? " serial " + okSerials[at] : "");
    }

    /** Slots of all users. */
    void forEach(IntConsumer slot) {
        for (int i = 0; i < users.length; i++) {
            if (users[i] != 0) {
                slot.accept(i);
            }
        }
    }

    long user(int slot) {
        return users[slot];
    }

    boolean ok(int slot) {
        return (masks[slot] & OK) != 0;
    }

    boolean wantedAt(int slot) {
        return (masks[slot] & WANTED) != 0;
    }

    /** The serial of the first 202; 0 where it named none. */
    int okSerial(int slot) {
        return okSerials[slot];
    }

    /** When the first 202 was asked for, in nanoseconds since the epoch. */
    long okSentNs(int slot) {
        return okSentNs[slot];
    }

    /** The serial of the row; 0 for no row. */
    int rowSerial(int slot) {
        return rowSerials[slot];
    }

    long answers() {
        return answers;
    }

    long accepted() {
        return accepted;
    }

    int size() {
        return size;
    }

    /** Users with more than one 202. */
    Breaches twice() {
        return twice;
    }

    private int find(long user) {
        int mask = users.length - 1;
        for (int i = hash(user) & mask; users[i] != 0; i = (i + 1) & mask) {
            if (users[i] == user) {
                return i;
            }
        }
        return -1;
    }

    private int slot(long user) {
        int found = find(user);
        if (found >= 0) {
            return found;
        }
        if ((size + 1) * 3L > users.length * 2L) {
            grow();
        }
        size++;
        int at = free(user);
        users[at] = user;
        return at;
    }

    private int free(long user) {
        int mask = users.length - 1;
        int i = hash(user) & mask;
        while (users[i] != 0) {
            i = (i + 1) & mask;
        }
        return i;
    }

    private void grow() {
        long[] oldUsers = users;
        int[] oldMasks = masks;
        int[] oldOk = okSerials;
        int[] oldRows = rowSerials;
        long[] oldSent = okSentNs;
        int capacity = Math.multiplyExact(users.length, 2);
        users = new long[capacity];
        masks = new int[capacity];
        okSerials = new int[capacity];
        rowSerials = new int[capacity];
        okSentNs = new long[capacity];
        for (int i = 0; i < oldUsers.length; i++) {
            if (oldUsers[i] != 0) {
                int at = free(oldUsers[i]);
                users[at] = oldUsers[i];
                masks[at] = oldMasks[i];
                okSerials[at] = oldOk[i];
                rowSerials[at] = oldRows[i];
                okSentNs[at] = oldSent[i];
            }
        }
    }

    private static int hash(long user) {
        long h = user * 0x9E3779B97F4A7C15L;
        return (int) (h ^ (h >>> 32));
    }
}
