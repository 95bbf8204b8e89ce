package dev.seonchak.lab.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes of one claim, put together by hand: only the user changes from request to request. */
final class RequestBytes {
    private final byte[] beforeUser = "POST /coupons/".getBytes(StandardCharsets.US_ASCII);
    private final byte[] afterUser;

    RequestBytes(String host, int port, long coupon) {
        afterUser = ("/issue-async?couponId=" + coupon + " HTTP/1.1\r\nHost: " + host + ":" + port
                        + "\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Puts the request of {@code user} into a buffer that was cleared before. */
    void put(long user, ByteBuffer into) {
        into.put(beforeUser);
        Decimal.put(user, into);
        into.put(afterUser);
    }
}
