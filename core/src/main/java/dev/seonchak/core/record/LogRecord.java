package dev.seonchak.core.record;

/**
 * One record of the claim log. Everything that ever happened to a coupon is the sequence of these in one partition.
 *
 * <p>Constructors refuse values outside the stated bounds with {@link IllegalArgumentException}; a reader that meets such
 * a record in the log treats it as garbage.
 */
public sealed interface LogRecord {

    /** Most units that one coupon may ever have: serials are positive 32-bit integers and the ledger keeps all in memory. */
    int MAX_QUANTITY = 100_000_000;

    /**
     * Largest id of a coupon that may be defined. A claim on a larger one can never be granted, so a node may append such a claim
     * to find out whether the log takes records.
     */
    long MAX_COUPON_ID = Long.MAX_VALUE - 1_024;

    /** Longest name of a coupon, in characters. */
    int MAX_NAME_CHARS = 200;

    /** Longest claim id, in characters. */
    int MAX_CLAIM_ID_CHARS = 64;

    /** The coupon's id, a positive 64-bit integer. It alone chooses the partition. */
    long couponId();

    /** A user asks for one unit of a coupon. Granted or refused by the order of the log alone. */
    record Claimed(long couponId, long userId, String claimId) implements LogRecord {
        public Claimed {
            requirePositive("couponId", couponId);
            requirePositive("userId", userId);
            if (!isClaimId(claimId)) {
                throw new IllegalArgumentException("claimId must be 1 to " + MAX_CLAIM_ID_CHARS
                        + " characters of A-Z a-z 0-9 - _ but is '" + claimId + "'");
            }
        }
    }

    /**
     * A coupon begins to exist. Only the first definition of an id counts; a later one changes nothing.
     *
     * @param opensAtMs first instant at which claims are granted, in milliseconds since the epoch; 0 is at once
     * @param closesAtMs first instant at which claims are refused again; {@link Long#MAX_VALUE} is never
     */
    record CouponDefined(long couponId, String name, int quantity, long opensAtMs, long closesAtMs)
            implements LogRecord {
        public CouponDefined {
            requirePositive("couponId", couponId);
            if (couponId > MAX_COUPON_ID) {
                throw new IllegalArgumentException("couponId must be at most " + MAX_COUPON_ID + " but is " + couponId);
            }
            requireQuantity(quantity);
            if (name.isBlank() || name.length() > MAX_NAME_CHARS) {
                throw new IllegalArgumentException(
                        "name must be 1 to " + MAX_NAME_CHARS + " characters but has " + name.length());
            }
            if (name.codePoints().anyMatch(LogRecord::isHalfCharacter)) {
                throw new IllegalArgumentException("name has half a character (an unpaired surrogate)");
            }
            if (opensAtMs < 0) {
                throw new IllegalArgumentException("opensAt must not be before 1970 but is " + opensAtMs);
            }
            if (closesAtMs <= opensAtMs) {
                throw new IllegalArgumentException(
                        "closesAt (" + closesAtMs + ") must be later than opensAt (" + opensAtMs + ")");
            }
        }
    }

    /**
     * A coupon's total quantity is raised. Names the new total rather than a difference, so that a repeated record, or an
     * operator who asks again after an unknown outcome, changes nothing. A total that is not larger is ignored.
     */
    record CouponRestocked(long couponId, int quantity) implements LogRecord {
        public CouponRestocked {
            requirePositive("couponId", couponId);
            requireQuantity(quantity);
        }
    }

    /** A coupon ends for good: every later claim is refused. What was issued stays issued. */
    record CouponClosed(long couponId) implements LogRecord {
        public CouponClosed {
            requirePositive("couponId", couponId);
        }
    }

    private static void requirePositive(String what, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(what + " must be positive but is " + value);
        }
    }

    private static void requireQuantity(int quantity) {
        if (quantity < 1 || quantity > MAX_QUANTITY) {
            throw new IllegalArgumentException("quantity must be 1 to " + MAX_QUANTITY + " but is " + quantity);
        }
    }

    /** A surrogate without its other half, which no UTF-8 can carry. */
    private static boolean isHalfCharacter(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static boolean isClaimId(String id) {
        if (id.isEmpty() || id.length() > MAX_CLAIM_ID_CHARS) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
            if (!plain) {
                return false;
            }
        }
        return true;
    }
}
