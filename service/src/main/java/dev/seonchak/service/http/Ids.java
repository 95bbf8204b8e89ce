package dev.seonchak.service.http;

import org.jspecify.annotations.Nullable;

/** Ids as they come in requests: positive 64-bit integers in plain decimal digits. */
public final class Ids {

    /** What {@link #parse} gives for anything else. */
    public static final long INVALID = -1;

    private static final String COUPON_ID = "couponId=";

    private Ids() {}

    /** The id, or {@link #INVALID}. Signs, blanks, leading zeros and other digits than 0 to 9 are not ids. */
    public static long parse(@Nullable CharSequence text) {
        return text == null ? INVALID : parse(text, 0, text.length());
    }

    private static long parse(CharSequence text, int from, int to) {
        if (from >= to || to - from > 19 || text.charAt(from) == '0') {
            return INVALID;
        }
        long id = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return INVALID;
            }
            id = id * 10 + digit;
        }
        return id > 0 ? id : INVALID; // 19 digits may overflow into a negative number, never past it
    }

    /** The one {@code couponId} of a query, or {@link #INVALID} where it is missing, repeated or no id. */
    static long couponIdOf(@Nullable String query) {
        if (query == null) {
            return INVALID;
        }
        long found = INVALID;
        int from = 0;
        while (from <= query.length()) {
            int end = query.indexOf('&', from);
            if (end < 0) {
                end = query.length();
            }
            if (query.startsWith(COUPON_ID, from)) {
                if (found != INVALID) {
                    return INVALID;
                }
                found = parse(query, from + COUPON_ID.length(), end);
                if (found == INVALID) {
                    return INVALID;
                }
            }
            from = end + 1;
        }
        return found;
    }
}
