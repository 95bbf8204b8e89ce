package dev.seonchak.core.claim;

import dev.seonchak.core.claim.Gate.Admission;
import dev.seonchak.core.claim.Gate.Settlement;
import dev.seonchak.core.ledger.CouponLedger;
import dev.seonchak.core.ledger.Holding;
import dev.seonchak.core.ledger.Ledger;
import dev.seonchak.core.ledger.NoVerdict;
import dev.seonchak.core.ledger.Outcome;
import dev.seonchak.core.ledger.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Issuers with one mistake each, to show that the simulation notices. */
public final class BrokenIssuers {

    private BrokenIssuers() {}

    /** What an issuer is made of, and a way to do something a moment later. */
    public record Parts(
            Ledger ledger,
            Gate gate,
            ClaimLog log,
            IssuerOptions options,
            Supplier<String> claimIds,
            LongSupplier wallClockMs,
            LongSupplier monotonicMs,
            Consumer<Runnable> later) {

        boolean soldOut(long couponId) {
            CouponLedger coupon = ledger.coupon(couponId);
            return coupon != null && coupon.book().soldOut();
        }

        boolean holds(long couponId, long userId) {
            CouponLedger coupon = ledger.coupon(couponId);
            return coupon != null && coupon.holding(userId) != null;
        }
    }

    /** No mistake. */
    public static Issuer sound(Parts p) {
        return new Issuer(p.ledger, p.gate, p.log, p.options, p.claimIds, p.wallClockMs, p.monotonicMs);
    }

    private static class Broken extends Issuer {
        final Parts p;

        Broken(Parts p) {
            super(p.ledger, p.gate, p.log, p.options, p.claimIds, p.wallClockMs, p.monotonicMs);
            this.p = p;
        }
    }

    /** Takes the gate's "empty" for "sold out". */
    public static Issuer trustsTheGate(Parts parts) {
        return new Broken(parts) {
            @Override
            void onAdmission(PendingClaim claim, Admission admission) {
                if (admission == Admission.EMPTY) {
                    end(claim, Verdict.SOLD_OUT);
                } else {
                    super.onAdmission(claim, admission);
                }
            }
        };
    }

    /** Says 202 once the claim is on its way. */
    public static Issuer acceptsAtProduceTime(Parts parts) {
        return new Broken(parts) {
            @Override
            void send(PendingClaim claim) {
                super.send(claim);
                CouponLedger coupon = p.ledger.coupon(claim.claim.couponId());
                int serial = coupon == null ? 1 : coupon.book().issued() + 1;
                end(claim, new Verdict.Granted(new Holding(serial, p.wallClockMs.getAsLong())));
            }
        };
    }

    /** Returns unit and user when a send timed out, and says that nothing was consumed. */
    public static Issuer returnsStockOnATimedOutSend(Parts parts) {
        return new Broken(parts) {
            @Override
            void onFailure(PendingClaim claim, ClaimLog.Failure failure) {
                p.gate.settle(claim.claim.couponId(), claim.claim.userId(), Settlement.RELEASED);
                end(claim, NoVerdict.LOG_UNAVAILABLE);
            }
        };
    }

    /** Takes the refusal of the user's other claim, from another node, for its own. */
    public static Issuer takesAnothersRefusal(Parts parts) {
        return new Broken(parts) {
            @Override
            void onVerdict(PendingClaim waiting, boolean own, Verdict verdict) {
                boolean refusal = !(verdict instanceof Verdict.Granted || verdict instanceof Verdict.AlreadyIssued);
                super.onVerdict(waiting, own || refusal, verdict);
            }
        };
    }

    /** Takes the grant of the user's other claim for its own, so that one unit is confirmed twice. */
    public static Issuer takesAnothersGrant(Parts parts) {
        return new Broken(parts) {
            @Override
            void onVerdict(PendingClaim waiting, boolean own, Verdict verdict) {
                super.onVerdict(waiting, own || verdict instanceof Verdict.Granted, verdict);
            }
        };
    }

    /** Says "sold out" instead of "unknown" at the deadline, where the ledger is sold out by then. */
    public static Issuer refusesAtTheDeadline(Parts parts) {
        return new Broken(parts) {
            @Override
            void end(PendingClaim claim, Outcome outcome) {
                boolean guess = outcome == NoVerdict.OUTCOME_UNKNOWN && p.soldOut(claim.claim.couponId());
                super.end(claim, guess ? Verdict.SOLD_OUT : outcome);
            }
        };
    }

    /** Refuses claims that were sent already, as soon as the ledger is sold out. */
    public static Issuer refusesSentClaimsFromMemory(Parts parts) {
        return new Broken(parts) {
            private final List<PendingClaim> underWay = new ArrayList<>();

            @Override
            void send(PendingClaim claim) {
                super.send(claim);
                underWay.add(claim);
            }

            @Override
            public void tick() {
                for (PendingClaim claim : List.copyOf(underWay)) {
                    long user = claim.claim.userId();
                    Verdict refusal = p.ledger.refusal(claim.claim.couponId(), user, p.wallClockMs.getAsLong());
                    if (refusal != null) {
                        end(claim, refusal);
                    }
                }
                underWay.removeIf(claim -> claim.done);
                super.tick();
            }
        };
    }

    /** Closes a coupon by this node's own clock. */
    public static Issuer closesByTheWallClock(Parts parts) {
        return new Broken(parts) {
            @Override
            public void claim(long couponId, long userId, Consumer<Outcome> client) {
                CouponLedger coupon = p.ledger.coupon(couponId);
                boolean over = coupon != null
                        && p.wallClockMs.getAsLong() >= coupon.book().closesAtMs();
                if (over && !p.holds(couponId, userId)) {
                    client.accept(Verdict.CLOSED);
                } else {
                    super.claim(couponId, userId, client);
                }
            }
        };
    }

    /** Looks for the holder first and for the stock a moment later, so that the last lucky user is told "sold out". */
    public static Issuer readsTheHolderBeforeTheBook(Parts parts) {
        return new Broken(parts) {
            @Override
            public void claim(long couponId, long userId, Consumer<Outcome> client) {
                boolean held = p.holds(couponId, userId);
                p.later.accept(() -> {
                    if (!held && p.soldOut(couponId)) {
                        client.accept(Verdict.SOLD_OUT);
                    } else {
                        super.claim(couponId, userId, client);
                    }
                });
            }
        };
    }
}
