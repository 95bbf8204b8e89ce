package dev.seonchak.core.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.core.claim.Gate.Admission;
import dev.seonchak.core.ledger.Ledger;
import dev.seonchak.core.ledger.NoVerdict;
import dev.seonchak.core.ledger.Outcome;
import dev.seonchak.core.ledger.Verdict;
import dev.seonchak.core.record.LogRecord;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import dev.seonchak.core.record.LogRecord.CouponRestocked;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class IssuerTest {

    private static final int DEADLINE_MS = 1_000;
    private static final int EMPTY_WAIT_MS = 50;

    private final Ledger ledger = new Ledger(1);
    private final ArrayDeque<Admission> admissions = new ArrayDeque<>();
    private final List<Claimed> sent = new ArrayList<>();
    private final List<Applied> read = new ArrayList<>();
    private boolean rejecting;
    private long nowMs = 5_000;
    private int claims;

    private final Gate gate = new Gate() {
        @Override
        public void admit(long couponId, long userId, Consumer<Admission> answer) {
            answer.accept(admissions.isEmpty() ? Admission.BYPASS : admissions.remove());
        }

        @Override
        public void settle(long couponId, long userId, Settlement settlement) {}
    };

    private final ClaimLog log = new ClaimLog() {
        @Override
        public boolean available() {
            return true;
        }

        @Override
        public void append(Claimed claim, Consumer<Failure> onFailure) {
            if (rejecting) {
                onFailure.accept(Failure.NOT_SENT);
            } else {
                sent.add(claim);
            }
        }
    };

    private final Issuer issuer = new Issuer(
            ledger,
            gate,
            log,
            new IssuerOptions(DEADLINE_MS, 100, EMPTY_WAIT_MS),
            () -> "c" + claims++,
            () -> nowMs,
            () -> nowMs);

    private void readBack(LogRecord record) {
        Verdict verdict = ledger.apply(0, record, nowMs);
        if (record instanceof Claimed claim && verdict != null) {
            read.add(new Applied(claim, verdict));
        }
    }

    private void handOver() {
        issuer.applied(List.copyOf(read));
        read.clear();
    }

    private List<Outcome> claim(long couponId, long userId) {
        var told = new ArrayList<Outcome>();
        issuer.claim(couponId, userId, told::add);
        return told;
    }

    private void define(long couponId, int quantity) {
        readBack(new CouponDefined(couponId, "x", quantity, 0, Long.MAX_VALUE));
    }

    @Test
    void whoJoinsAfterARestockIsNotRefusedByAVerdictFromBeforeIt() {
        define(1, 1);
        List<Outcome> first = claim(1, 7);
        readBack(new Claimed(1, 99, "other"));
        readBack(sent.getFirst());
        readBack(new CouponRestocked(1, 2));
        List<Outcome> joined = claim(1, 7);

        handOver();

        assertThat(first).containsExactly(Verdict.SOLD_OUT);
        assertThat(joined).containsExactly(NoVerdict.OUTCOME_UNKNOWN);
    }

    @Test
    void whoJoinedIsRefusedWithTheClaimWhereTheRefusalStillHolds() {
        define(1, 1);
        List<Outcome> first = claim(1, 7);
        List<Outcome> joined = claim(1, 7);
        readBack(new Claimed(1, 99, "other"));
        readBack(sent.getFirst());

        handOver();

        assertThat(first).containsExactly(Verdict.SOLD_OUT);
        assertThat(joined).containsExactly(Verdict.SOLD_OUT);
    }

    @Test
    void theUnitGoesToTheRequestThatBeganTheClaimAndTheOthersHaveItAlready() {
        define(1, 1);
        List<Outcome> first = claim(1, 7);
        List<Outcome> joined = claim(1, 7);
        readBack(sent.getFirst());

        handOver();

        assertThat(first).hasOnlyElementsOfType(Verdict.Granted.class).hasSize(1);
        assertThat(joined).hasOnlyElementsOfType(Verdict.AlreadyIssued.class).hasSize(1);
        assertThat(sent).hasSize(1);
    }

    @Test
    void aClientMayAskForAnotherCouponFromWithinARefusalForLackOfStock() {
        for (long coupon = 1; coupon <= 20; coupon++) {
            define(coupon, 1);
        }
        var told = new ArrayList<Outcome>();
        admissions.addAll(List.of(Admission.EMPTY, Admission.EMPTY, Admission.EMPTY));
        for (long coupon = 1; coupon <= 2; coupon++) {
            long another = coupon + 10;
            issuer.claim(coupon, 7, outcome -> {
                told.add(outcome);
                admissions.add(Admission.EMPTY);
                issuer.claim(another, 7, told::add);
            });
        }
        readBack(new Claimed(1, 99, "a"));
        readBack(new Claimed(2, 99, "b"));

        handOver();

        assertThat(told).containsExactly(Verdict.SOLD_OUT, Verdict.SOLD_OUT);
    }

    @Test
    void aClientMayAskForAnotherCouponFromWithinTheFailureOfAStrandedClaim() {
        for (long coupon = 1; coupon <= 20; coupon++) {
            define(coupon, 1);
        }
        var told = new ArrayList<Outcome>();
        for (long coupon = 1; coupon <= 2; coupon++) {
            long another = coupon + 10;
            admissions.add(Admission.EMPTY);
            issuer.claim(coupon, 7, outcome -> {
                told.add(outcome);
                admissions.add(Admission.EMPTY);
                issuer.claim(another, 7, told::add);
            });
        }
        rejecting = true;
        nowMs += EMPTY_WAIT_MS;

        issuer.tick();

        assertThat(told).containsExactly(NoVerdict.LOG_UNAVAILABLE, NoVerdict.LOG_UNAVAILABLE);
    }

    @Test
    void aSentClaimIsNotEndedByTheRefusalOfTheSameUsersOtherClaim() {
        define(1, 1);
        List<Outcome> told = claim(1, 7);
        readBack(new Claimed(1, 99, "winner"));
        readBack(new Claimed(1, 7, "another-node"));
        handOver();
        assertThat(told).isEmpty();

        readBack(new CouponRestocked(1, 2));
        readBack(sent.getFirst());
        handOver();

        assertThat(told).hasOnlyElementsOfType(Verdict.Granted.class).hasSize(1);
    }

    @Test
    void aVerdictThatComesWithTheDeadlineFindsTheClientGone() {
        define(1, 1);
        List<Outcome> told = claim(1, 7);
        readBack(sent.getFirst());
        nowMs += DEADLINE_MS;
        issuer.tick();
        handOver();

        assertThat(told).containsExactly(NoVerdict.OUTCOME_UNKNOWN);
        assertThat(claim(1, 7)).hasOnlyElementsOfType(Verdict.AlreadyIssued.class);
        assertThat(issuer.waiting()).isZero();
    }
}
