package dev.seonchak.lab.load;

/**
 * Who asks, for what, and how.
 *
 * @param seed of the decisions of clients: the same seed, user, coupon and attempt decide alike
 */
public record Demand(Users users, Coupons coupons, Manners manners, long seed) {

    /** Patient users who ask for one coupon. */
    public static Demand of(Users users, long coupon) {
        return new Demand(users, Coupons.one(coupon), Manners.PATIENT, 1);
    }
}
