package dev.seonchak.core.audit;

/** I9: where enough people asked and the coupon has not ended, every unit is issued. */
public final class NothingStranded {

    private NothingStranded() {}

    /**
     * Judges.
     *
     * @param issued units granted
     * @param demand distinct users who have a unit, or asked for one when there was one to be had
     * @param ended whether the coupon is closed, so that what is left stays
     */
    public static Finding judge(long quantity, long issued, long demand, boolean ended) {
        var breaches = new Breaches();
        if (!ended && demand >= quantity && issued < quantity) {
            breaches.add(() -> issued + " of " + quantity + " issued · " + demand + " users wanted one: "
                    + (quantity - issued) + " units stranded");
        }
        String shown = issued + " / " + quantity + ", demand " + demand;
        return breaches.finding(
                Invariant.I9,
                new Words(
                        "Issued " + issued + " of " + quantity + ", wanted by " + demand
                                + (ended ? "; it has ended." : "."),
                        "발급 " + issued + "/" + quantity + ", 수요 " + demand + (ended ? " (종료됨)." : ".")),
                new Words("Units are stranded: " + shown + ".", "발급되지 못한 수량이 있습니다: " + shown + "."));
    }
}
