package dev.seonchak.core.audit;

import java.util.List;
import java.util.function.Consumer;

/** What clients were told, request by request. Read more than once by one audit; need not fit into memory. */
public interface Histories {

    /**
     * Every answer, in any order; those about other coupons are ignored.
     *
     * @throws Unreadable where it cannot be read to its end
     */
    void forEach(Consumer<Answer> consumer);

    /** Whether every request that was ever made for the coupon is in it. Where not, a row may be of somebody unseen. */
    boolean complete();

    /** Whether all answers carry the time of one clock, so that they may be ordered to the nanosecond. */
    boolean oneClock();

    /** Complete histories in memory, of one clock. */
    static Histories of(List<Answer> answers) {
        return new Histories() {
            @Override
            public void forEach(Consumer<Answer> consumer) {
                answers.forEach(consumer);
            }

            @Override
            public boolean complete() {
                return true;
            }

            @Override
            public boolean oneClock() {
                return true;
            }
        };
    }
}
