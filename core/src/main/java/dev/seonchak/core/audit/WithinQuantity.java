package dev.seonchak.core.audit;

import java.util.List;

/** I1: issued is never more than the quantity, whoever counts. */
public final class WithinQuantity {

    /**
     * What one side counts.
     *
     * @param side such as {@code MySQL}
     */
    public record Count(String side, long issued, long quantity) {}

    private WithinQuantity() {}

    /** Judges. */
    public static Finding judge(List<Count> counts) {
        var breaches = new Breaches();
        for (Count c : counts) {
            if (c.issued() > c.quantity()) {
                breaches.add(() -> c.side() + " has " + c.issued() + " issued of " + c.quantity());
            }
        }
        String shown = String.join(
                ", ",
                counts.stream()
                        .map(c -> c.side() + " " + c.issued() + " of " + c.quantity())
                        .toList());
        return breaches.finding(
                Invariant.I1,
                new Words("Issued: " + shown + ".", "발급: " + shown + "."),
                new Words("More was issued than there is.", "수량보다 많이 발급되었습니다."));
    }
}
