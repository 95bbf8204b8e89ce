package dev.seonchak.lab.load;

import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.core.audit.ClientOutcome.Meaning;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who does not know: users with an unknown outcome who were never told that they have it, nor refused by a request that was sent
 * after the unknown one had ended. Takes requests in the order of their ends; remembers holders and those who do not know.
 */
public final class Undecided implements Sink {

    private final Map<Long, Coupon> coupons = new TreeMap<>();

    private static final class Coupon {
        final Set<Long> holders = new HashSet<>();
        /** By user: until when the last unknown request was under way. */
        final Map<Long, Long> untilNs = new HashMap<>();

        void take(Attempt attempt) {
            ClientOutcome outcome = attempt.outcome();
            long user = attempt.user();
            if (outcome == ClientOutcome.ACCEPTED || outcome == ClientOutcome.ALREADY_ISSUED) {
                holders.add(user);
                untilNs.remove(user);
            } else if (outcome.meaning() == Meaning.UNKNOWN && !holders.contains(user)) {
                untilNs.merge(user, attempt.endNs(), Math::max);
            } else if (outcome.isDefinite() && attempt.sentNs() >= untilNs.getOrDefault(user, Long.MAX_VALUE)) {
                untilNs.remove(user);
            }
        }
    }

    @Override
    public void finished(Attempt attempt) {
        coupons.computeIfAbsent(attempt.coupon(), id -> new Coupon()).take(attempt);
    }

    /** By coupon, users ascending; a coupon of which everybody knows is absent. */
    public Map<Long, long[]> byCoupon() {
        Map<Long, long[]> open = new TreeMap<>();
        coupons.forEach((id, coupon) -> {
            if (!coupon.untilNs.isEmpty()) {
                open.put(
                        id,
                        coupon.untilNs.keySet().stream()
                                .mapToLong(Long::longValue)
                                .sorted()
                                .toArray());
            }
        });
        return open;
    }
}
