package dev.seonchak.core.audit;

import dev.seonchak.core.ledger.CouponBook;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** I5: quantity = issued + remaining in the log, in MySQL at the same position, and in Redis once it has healed. */
public final class Conserved {

    private final Breaches breaches = new Breaches();
    private final List<String> sides = new ArrayList<>();
    private final List<String> sidesKo = new ArrayList<>();

    /** The log at its end. */
    public void log(@Nullable CouponBook book) {
        if (book != null) {
            side(
                    "log " + book.issued() + " issued + " + book.remaining() + " left",
                    "로그 발급 " + book.issued() + " + 잔여 " + book.remaining());
        }
    }

    /**
     * MySQL's own sum.
     *
     * @param rows rows of issuance
     */
    public void rows(StoredCoupon stored, long rows) {
        if (stored.issued() != rows + stored.displaced()) {
            breaches.add(() -> "MySQL: coupon.issued is " + stored.issued() + " but issuance has " + rows + " rows and "
                    + stored.displaced() + " units are displaced");
        }
        String quarantined = stored.displaced() == 0 ? "" : " (" + stored.displaced() + " in quarantine)";
        side(
                "MySQL " + stored.issued() + " issued" + quarantined + " + " + (stored.quantity() - stored.issued())
                        + " left",
                "MySQL 발급 " + stored.issued() + quarantined + " + 잔여 " + (stored.quantity() - stored.issued()));
    }

    /** MySQL beside the log at MySQL's position. Null on a side: it does not know the coupon. */
    public void book(@Nullable StoredCoupon stored, @Nullable CouponBook log) {
        if (log == null ? stored != null : stored == null || !stored.sameAs(log)) {
            breaches.add(() -> "coupon: MySQL " + (stored == null ? "no row" : stored.shown()) + " · log "
                    + (log == null ? "not defined" : StoredCoupon.shown(log)) + " at the same position");
        }
    }

    /** The gate, at the last look; null where the coupon has ended and nobody keeps its gate any more. */
    public void gate(@Nullable GateLook look) {
        if (look == null) {
            side("Redis not kept after the end", "Redis는 종료 후 관리하지 않음");
            return;
        }
        look.tell(breaches);
        side(
                "Redis " + look.users() + " users + " + look.units() + " units",
                "Redis 사용자 " + look.users() + " + 잔여 " + look.units());
    }

    private void side(String en, String ko) {
        sides.add(en);
        sidesKo.add(ko);
    }

    /** True where nothing was found wrong so far. */
    boolean none() {
        return breaches.none();
    }

    /** Judges what was handed in. */
    public Finding finish() {
        var sums = new Words(String.join("; ", sides) + ".", String.join("; ", sidesKo) + ".");
        return breaches.finding(Invariant.I5, sums, new Words("Units do not add up:", "수량이 맞지 않습니다:").and(sums));
    }
}
