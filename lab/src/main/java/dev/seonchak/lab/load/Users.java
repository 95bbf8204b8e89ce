package dev.seonchak.lab.load;

import java.util.SplittableRandom;

/** Who asks next. */
@FunctionalInterface
public interface Users {
    /** The user of the next request. */
    long next();

    /** Every user once: {@code first}, {@code first + 1}, … */
    static Users fresh(long first) {
        return new Users() {
            private long user = first;

            @Override
            public long next() {
                return user++;
            }
        };
    }

    /** Each of these once, in their order; asked for more, it fails. */
    static Users of(long... users) {
        long[] all = users.clone();
        return new Users() {
            private int next;

            @Override
            public long next() {
                return all[next++];
            }
        };
    }

    /** Any of {@code first} … {@code first + count − 1}, all alike, repeatable from the seed. */
    static Users uniform(long seed, long first, long count) {
        if (count < 1) {
            throw new IllegalArgumentException("a range of " + count + " users");
        }
        SplittableRandom random = new SplittableRandom(seed);
        return () -> first + random.nextLong(count);
    }
}
