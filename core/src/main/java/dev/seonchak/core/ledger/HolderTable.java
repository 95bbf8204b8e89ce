package dev.seonchak.core.ledger;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which serial: a map from user to holding for one writer and any number of readers, without locks.
 *
 * <p>Open addressing with linear probing, at most two thirds full, about 30 to 60 bytes a user; a million holders are tens
 * of megabytes where a map of boxed values would take several times that. Users are never removed.
 *
 * <p><b>Why readers need no lock.</b> The writer fills serial and time of a slot first and publishes the user last, with
 * release; a reader looks for the user with acquire, so it either finds no user or sees the whole slot. Growing builds a
 * new table aside and publishes it whole; a reader still in the old one misses only users whom the ledger has not finished
 * applying when the reader began, which is the same as having asked a moment earlier.
 */
final class HolderTable {

    private static final VarHandle USER = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int FIRST_CAPACITY = 1 << 6;

    private static final class Slots {
        final long[] users;
        final int[] serials;
        final long[] issuedAtMs;

        Slots(int capacity) {
            users = new long[capacity];
            serials = new int[capacity];
            issuedAtMs = new long[capacity];
        }
    }

    private volatile Slots slots = new Slots(FIRST_CAPACITY);
    private int size;

    /** What the user holds, or null. Any thread. */
    @Nullable
    Holding find(long user) {
        Slots s = slots;
        int mask = s.users.length - 1;
        for (int i = hash(user) & mask; ; i = (i + 1) & mask) {
            long found = (long) USER.getAcquire(s.users, i);
            if (found == 0) {
                return null;
            }
            if (found == user) {
                return new Holding(s.serials[i], s.issuedAtMs[i]);
            }
        }
    }

    /** Adds a user who is not there yet. The one writer's thread only. */
    void add(long user, Holding holding) {
        Slots s = slots;
        if ((size + 1) * 3L > s.users.length * 2L) {
            s = grown(s);
            slots = s;
        }
        insert(s, user, holding.serial(), holding.issuedAtMs());
        size++;
    }

    /** Every user, in no order. May miss users added meanwhile. Any thread. */
    void forEachUser(LongConsumer consumer) {
        Slots s = slots;
        for (int i = 0; i < s.users.length; i++) {
            long user = (long) USER.getAcquire(s.users, i);
            if (user != 0) {
                consumer.accept(user);
            }
        }
    }

    private static void insert(Slots s, long user, int serial, long issuedAtMs) {
        int mask = s.users.length - 1;
        int i = hash(user) & mask;
        while (s.users[i] != 0) {
            i = (i + 1) & mask;
        }
        s.serials[i] = serial;
        s.issuedAtMs[i] = issuedAtMs;
        USER.setRelease(s.users, i, user);
    }

    private static Slots grown(Slots old) {
        var bigger = new Slots(Math.multiplyExact(old.users.length, 2));
        for (int i = 0; i < old.users.length; i++) {
            if (old.users[i] != 0) {
                insert(bigger, old.users[i], old.serials[i], old.issuedAtMs[i]);
            }
        }
        return bigger;
    }

    /** Spreads neighbouring ids, and ids that differ only in high bits, over the table. */
    private static int hash(long user) {
        long h = user * 0x9E3779B97F4A7C15L;
        return (int) (h ^ (h >>> 32));
    }
}
