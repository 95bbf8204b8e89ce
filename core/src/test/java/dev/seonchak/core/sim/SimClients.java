package dev.seonchak.core.sim;

import dev.seonchak.core.audit.Answer;
import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.core.ledger.NoVerdict;
import dev.seonchak.core.ledger.Outcome;
import dev.seonchak.core.ledger.Verdict;
import dev.seonchak.core.sim.Invariants.Asked;
import dev.seonchak.core.sim.World.Seen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * People: they ask, give up, ask again on another node, ask twice at once, and ask from within an answer. Keeps the
 * history that the final checks read.
 */
final class SimClients {

    private record Owner(long couponId, long userId) {}

    private static final class Request {
        final Owner owner;
        final SimNode node;
        final int life;
        final long askedAtMs;
        long toldAtMs;
        int answers;
        boolean gaveUp;

        @Nullable
        Outcome told;

        Request(Owner owner, SimNode node, int life, long nowMs) {
            this.askedAtMs = nowMs;
            this.toldAtMs = nowMs;
            this.owner = owner;
            this.node = node;
            this.life = life;
        }

        /** As the client saw it. */
        Asked seen() {
            return new Asked(owner.couponId, owner.userId, gaveUp ? null : told);
        }

        /** As the node said it, heard or not. */
        Answer said() {
            return answer(owner, told, askedAtMs, toldAtMs);
        }
    }

    private final World world;
    private final List<SimNode> nodes;
    private final List<Request> requests = new ArrayList<>();
    private final Map<Owner, Outcome> definite = new LinkedHashMap<>();
    private final Map<Owner, Boolean> unsettled = new LinkedHashMap<>();
    private final List<Asked> byOthers = new ArrayList<>();

    SimClients(World world, List<SimNode> nodes) {
        this.world = world;
        this.nodes = nodes;
    }

    /** A claim that reached the log by other hands than this version's nodes. */
    void askedElsewhere(long couponId, long userId) {
        byOthers.add(new Asked(couponId, userId, null));
    }

    /** Asks any node that answers; where none does, there was no request. */
    void ask(long couponId, long userId) {
        SimNode node = nodes.get(world.between(0, nodes.size() - 1));
        int life = node.answering();
        if (life == 0) {
            if (world.chance(500)) {
                world.after(world.between(10, 300), () -> ask(couponId, userId));
            }
            return;
        }
        var request = new Request(new Owner(couponId, userId), node, life, world.nowMs());
        requests.add(request);
        unsettled.put(request.owner, true);
        node.ask(couponId, userId, outcome -> answered(request, outcome));
        if (request.answers == 0 && world.fault(200)) {
            world.after(world.between(20, 900), () -> giveUp(request));
        }
    }

    private void giveUp(Request request) {
        if (request.answers == 0) {
            request.gaveUp = true;
            askAgain(request.owner, 700, 200);
        }
    }

    private void answered(Request request, Outcome outcome) {
        request.answers++;
        if (request.answers > 1) {
            world.check(List.of("answered twice: " + request.owner + " " + request.told + " and " + outcome));
        }
        request.told = outcome;
        request.toldAtMs = world.nowMs();
        world.saw(seen(outcome));
        if (request.gaveUp) {
            return;
        }
        Owner owner = request.owner;
        if (outcome instanceof Verdict) {
            if (outcome instanceof Verdict.AlreadyIssued && !definite.containsKey(owner)) {
                world.saw(Seen.GRANTED_AFTER_UNKNOWN);
            }
            definite.put(owner, outcome);
            unsettled.remove(owner);
        }
        if (outcome instanceof Verdict.Granted) {
            askAgain(owner, 60, 300);
        } else if (outcome instanceof NoVerdict) {
            askAgain(owner, 600, 400);
        } else {
            askAgain(owner, 150, 1_500);
        }
    }

    private void askAgain(Owner owner, int perMille, int withinMs) {
        if (owner.userId >= Scenario.FIRST_NEWCOMER || !world.fault(perMille)) {
            return; // a newcomer takes the first answer for an answer
        }
        if (world.chance(80)) {
            world.saw(Seen.ASKED_FROM_WITHIN_AN_ANSWER);
            ask(world.chance(500) ? owner.couponId : Scenario.anyCoupon(world), owner.userId);
        } else {
            world.after(world.between(0, withinMs), () -> ask(owner.couponId, owner.userId));
        }
    }

    /** Everybody whose last word was not a verdict asks once more. */
    boolean askUnsettled() {
        List<Owner> owners = List.copyOf(unsettled.keySet());
        owners.forEach(owner -> ask(owner.couponId, owner.userId));
        return !owners.isEmpty();
    }

    /** Every request was answered, or its node died. */
    List<String> unanswered() {
        var silent = new ArrayList<String>();
        for (Request request : requests) {
            if (request.answers == 0 && request.node.living(request.life)) {
                silent.add("never answered: " + request.owner);
            }
        }
        unsettled.keySet().forEach(owner -> silent.add("never told a verdict: " + owner));
        return silent;
    }

    List<Asked> seen() {
        var history = new ArrayList<>(byOthers);
        requests.forEach(request -> history.add(request.seen()));
        return history;
    }

    /** Everything that nodes said, and every claim by other hands, for an audit. */
    List<Answer> said() {
        var said = new ArrayList<Answer>();
        byOthers.forEach(by -> said.add(answer(new Owner(by.couponId(), by.userId()), null, 0, 0)));
        requests.forEach(request -> said.add(request.said()));
        return said;
    }

    private static Answer answer(Owner owner, @Nullable Outcome told, long askedAtMs, long toldAtMs) {
        return new Answer(
                owner.couponId,
                owner.userId,
                (World.EPOCH_MS + askedAtMs) * 1_000_000,
                (World.EPOCH_MS + toldAtMs) * 1_000_000,
                told == null ? ClientOutcome.TIMEOUT : outcome(told),
                serial(told));
    }

    private static int serial(@Nullable Outcome told) {
        if (told instanceof Verdict.Granted granted) {
            return granted.holding().serial();
        }
        return told instanceof Verdict.AlreadyIssued already ? already.holding().serial() : 0;
    }

    private static ClientOutcome outcome(Outcome told) {
        return switch (told) {
            case Verdict.Granted ignored -> ClientOutcome.ACCEPTED;
            case Verdict.AlreadyIssued ignored -> ClientOutcome.ALREADY_ISSUED;
            case Verdict.SoldOut ignored -> ClientOutcome.SOLD_OUT;
            case Verdict.Closed ignored -> ClientOutcome.CLOSED;
            case Verdict.NotOpen ignored -> ClientOutcome.NOT_OPEN;
            case Verdict.UnknownCoupon ignored -> ClientOutcome.UNKNOWN_COUPON;
            case NoVerdict.OUTCOME_UNKNOWN -> ClientOutcome.OUTCOME_UNKNOWN;
            case NoVerdict.OVERLOADED -> ClientOutcome.OVERLOADED;
            case NoVerdict.LOG_UNAVAILABLE -> ClientOutcome.LOG_UNAVAILABLE;
        };
    }

    private static Seen seen(Outcome outcome) {
        return switch (outcome) {
            case Verdict.Granted ignored -> Seen.ACCEPTED;
            case Verdict.AlreadyIssued ignored -> Seen.ALREADY_ISSUED;
            case Verdict.SoldOut ignored -> Seen.SOLD_OUT;
            case Verdict.Closed ignored -> Seen.CLOSED;
            case Verdict.NotOpen ignored -> Seen.NOT_OPEN;
            case Verdict.UnknownCoupon ignored -> Seen.UNKNOWN_COUPON;
            case NoVerdict.OUTCOME_UNKNOWN -> Seen.OUTCOME_UNKNOWN;
            case NoVerdict.OVERLOADED -> Seen.OVERLOADED;
            case NoVerdict.LOG_UNAVAILABLE -> Seen.LOG_UNAVAILABLE;
        };
    }
}
