package dev.seonchak.lab.load;

import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Which coupon is asked for. */
@FunctionalInterface
public interface Coupons {
    /**
     * The coupon of the next user.
     *
     * @param counted false in the warm-up
     */
    long next(boolean counted);

    /** Always the same. */
    static Coupons one(long coupon) {
        return counted -> coupon;
    }

    /** One in the warm-up, another one after it. */
    static Coupons warmedUp(long warmUpCoupon, long coupon) {
        return counted -> counted ? coupon : warmUpCoupon;
    }

    /**
     * Any of those that there are now, all alike, repeatable from the seed.
     *
     * @param now asked at each request, so it must be quick; never empty
     */
    static Coupons anyOf(long seed, Supplier<long[]> now) {
        SplittableRandom random = new SplittableRandom(seed);
        return counted -> {
            long[] coupons = now.get();
            return coupons[random.nextInt(coupons.length)];
        };
    }
}
