package dev.seonchak.service.http;

import dev.seonchak.core.ledger.CouponBook;
import io.vertx.core.json.JsonObject;

/** A coupon as the API shows it, to the public and to operators alike. */
public final class CouponJson {

    private CouponJson() {}

    /**
     * The coupon's JSON.
     *
     * @param timeMs the instant for which {@code state} is told
     */
    public static JsonObject of(CouponBook book, long timeMs) {
        var json = new JsonObject()
                .put("couponId", book.couponId())
                .put("name", book.name())
                .put(
                        "state",
                        book.stateAt(timeMs)
                                .name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', '-'))
                .put("quantity", book.quantity())
                .put("issued", book.issued())
                .put("remaining", book.remaining());
        if (book.opensAtMs() > 0) {
            json.put("opensAt", Replies.iso(book.opensAtMs()));
        }
        if (book.closesAtMs() != Long.MAX_VALUE) {
            json.put("closesAt", Replies.iso(book.closesAtMs()));
        }
        return json;
    }
}
