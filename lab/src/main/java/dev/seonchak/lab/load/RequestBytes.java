package dev.seonchak.lab.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes of claims at one node, put together by hand: only user and coupon change from request to request. */
final class RequestBytes {
    private static final byte[] BEFORE_USER = ascii("POST /coupons/");
    private static final byte[] BEFORE_COUPON = ascii("/issue-async?couponId=");

    private final byte[] end;

    RequestBytes(Target target) {
        end = ascii(" HTTP/1.1\r\nHost: " + target.host() + ":" + target.port() + "\r\nContent-Length: 0\r\n\r\n");
    }

    /** Puts a request into a buffer that was cleared before. */
    void put(long coupon, long user, ByteBuffer into) {
        into.put(BEFORE_USER);
        Decimal.put(user, into);
        into.put(BEFORE_COUPON);
        Decimal.put(coupon, into);
        into.put(end);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
