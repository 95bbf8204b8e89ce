package dev.seonchak.core.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponClosed;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import dev.seonchak.core.record.LogRecord.CouponRestocked;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Every record there can be, up to its bounds. */
final class RandomRecords {

    private RandomRecords() {}

    static Arbitrary<LogRecord> any() {
        return Arbitraries.oneOf(
                Combinators.combine(ids(), ids(), claimIds()).as(Claimed::new),
                Combinators.combine(couponIds(), names(), quantities(), opens(), lengths())
                        .as((id, name, quantity, opens, length) ->
                                new CouponDefined(id, name, quantity, opens, Math.max(opens + length, 1 + opens))),
                Combinators.combine(ids(), quantities()).as(CouponRestocked::new),
                ids().map(CouponClosed::new));
    }

    private static Arbitrary<Long> ids() {
        return Arbitraries.longs().between(1, Long.MAX_VALUE);
    }

    private static Arbitrary<Long> couponIds() {
        return Arbitraries.longs().between(1, LogRecord.MAX_COUPON_ID);
    }

    private static Arbitrary<Integer> quantities() {
        return Arbitraries.integers().between(1, LogRecord.MAX_QUANTITY);
    }

    private static Arbitrary<String> claimIds() {
        return Arbitraries.strings()
                .withChars("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
                .ofMinLength(1)
                .ofMaxLength(LogRecord.MAX_CLAIM_ID_CHARS);
    }

    /** Any characters at all, apart from half ones: quotes, controls, Korean, emoji. */
    private static Arbitrary<String> names() {
        return Arbitraries.strings()
                .all()
                .ofMinLength(1)
                .ofMaxLength(LogRecord.MAX_NAME_CHARS - 1)
                .map(s -> new String(s.getBytes(UTF_8), UTF_8))
                .map(s -> s.isBlank() ? s.substring(1) + "선" : s);
    }

    private static Arbitrary<Long> opens() {
        return Arbitraries.longs().between(0, Long.MAX_VALUE / 2);
    }

    private static Arbitrary<Long> lengths() {
        return Arbitraries.oneOf(Arbitraries.longs().between(1, Long.MAX_VALUE / 2), Arbitraries.just(Long.MAX_VALUE));
    }
}
