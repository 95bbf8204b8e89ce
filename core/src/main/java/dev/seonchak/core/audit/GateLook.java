package dev.seonchak.core.audit;

import dev.seonchak.core.ledger.CouponBook;
import dev.seonchak.core.ledger.Holding;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * One look at the gate beside the log. Used in this order: the log is read to its end, the counts are taken, every
 * {@link #member} is told, the pending users are asked once more, the log is read to its end again, {@link #end}.
 *
 * <p>Two things hold at every instant, also under load: inventory + users = quantity, and every user is a holder or pending.
 * One bit of memory a holder.
 */
public final class GateLook {

    /** Strangers that are looked into; more are counted. */
    private static final int STRANGERS_KEPT = 100_000;

    private final Replay log;
    private final CouponBook before;
    private final GateCounts counts;
    private final BitSet present = new BitSet();
    private final Set<Long> strangers = new HashSet<>();
    private long moreStrangers;
    private Set<Long> stuck = Set.of();

    /**
     * Begins a look.
     *
     * @param log read to its end
     * @param before the coupon as the log has it now
     */
    public GateLook(Replay log, CouponBook before, GateCounts counts) {
        this.log = log;
        this.before = before;
        this.counts = counts;
    }

    /** A member of issued_users. One that comes twice counts once. */
    public void member(long user) {
        Holding holding = log.holding(user);
        if (holding != null) {
            present.set(holding.serial());
        } else if (!counts.pending().contains(user) && !strangers.contains(user)) {
            if (strangers.size() < STRANGERS_KEPT) {
                strangers.add(user);
            } else {
                moreStrangers++;
            }
        }
    }

    /**
     * Ends the look.
     *
     * @param pendingNow users under way after the members were read
     * @param stuckBefore users who were pending at every earlier look; null at the first
     */
    public void end(Set<Long> pendingNow, @org.jspecify.annotations.Nullable Set<Long> stuckBefore) {
        strangers.removeIf(user -> pendingNow.contains(user) || log.holding(user) != null);
        var both = new HashSet<>(counts.pending());
        both.retainAll(stuckBefore == null ? pendingNow : stuckBefore);
        both.retainAll(pendingNow);
        stuck = both;
    }

    /** Users pending at every look so far. */
    public Set<Long> stuck() {
        return stuck;
    }

    long users() {
        return counts.users();
    }

    long units() {
        return counts.units();
    }

    private long expectedUnits() {
        return Math.max(0, before.quantity() - counts.users());
    }

    /** True where the gate mirrors the log, but for claims under way. */
    public boolean inLine() {
        return counts.loaded()
                && counts.units() == expectedUnits()
                && strangers.isEmpty()
                && moreStrangers == 0
                && stuck.isEmpty()
                && present.cardinality() >= before.issued();
    }

    void tell(Breaches breaches) {
        if (!counts.loaded()) {
            breaches.add(() -> "Redis: the gate is not loaded");
        }
        if (counts.units() != expectedUnits()) {
            breaches.add(() -> "Redis: inventory has " + counts.units() + " units and issued_users " + counts.users()
                    + " users, together not the quantity " + before.quantity() + " · log " + before.issued()
                    + " issued, " + before.remaining() + " left");
        }
        for (long user : strangers) {
            breaches.add(() -> "user " + user + ": Redis in issued_users · log nothing");
        }
        if (moreStrangers > 0) {
            breaches.add(() -> "Redis: " + moreStrangers + " more users in issued_users that the log does not have");
        }
        for (long user : stuck) {
            breaches.add(() -> "user " + user + ": Redis still pending · " + log.says(user));
        }
        if (present.cardinality() < before.issued()) {
            log.forEachHolder(user -> {
                Holding holding = log.holding(user);
                if (holding != null && holding.serial() <= before.issued() && !present.get(holding.serial())) {
                    breaches.add(() -> "user " + user + ": Redis not in issued_users · " + log.says(user));
                }
            });
        }
    }
}
