package dev.seonchak.service.admin;

import dev.seonchak.core.record.LogRecord;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import dev.seonchak.service.http.Problem;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;

/** The JSON bodies of operators' commands, checked field by field. */
final class CouponRequest {

    private static final Set<String> DEFINITION_FIELDS = Set.of("couponId", "name", "quantity", "opensAt", "closesAt");

    private CouponRequest() {}

    /** Body of a definition: couponId, quantity, and optionally name, opensAt and closesAt. */
    static CouponDefined read(RoutingContext routing) throws AdminRefusal {
        JsonObject body = body(routing);
        for (String field : body.fieldNames()) {
            if (!DEFINITION_FIELDS.contains(field)) {
                throw invalid("there is no field '" + field + "'; known are "
                        + DEFINITION_FIELDS.stream().sorted().toList());
            }
        }
        long couponId = integer(body, "couponId");
        try {
            return new CouponDefined(
                    couponId,
                    body.getValue("name") == null ? "Coupon " + couponId : text(body, "name"),
                    quantity(body),
                    body.getValue("opensAt") == null ? 0 : instantMs(body, "opensAt"),
                    body.getValue("closesAt") == null ? Long.MAX_VALUE : instantMs(body, "closesAt"));
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    /** Body of a restock: the new total quantity. */
    static int newQuantity(RoutingContext routing) throws AdminRefusal {
        return quantity(body(routing));
    }

    private static JsonObject body(RoutingContext routing) throws AdminRefusal {
        try {
            JsonObject body = routing.body().asJsonObject();
            if (body != null) {
                return body;
            }
        } catch (RuntimeException e) {
            // said below: whatever it is, it is no JSON object
        }
        throw invalid("the body must be a JSON object");
    }

    private static int quantity(JsonObject body) throws AdminRefusal {
        long quantity = integer(body, "quantity");
        if (quantity < 1 || quantity > LogRecord.MAX_QUANTITY) {
            throw invalid("quantity must be from 1 to " + LogRecord.MAX_QUANTITY + " but is " + quantity);
        }
        return (int) quantity;
    }

    private static long integer(JsonObject body, String field) throws AdminRefusal {
        Object value = body.getValue(field);
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw invalid(field + " must be a whole number" + (value == null ? " and is missing" : ""));
    }

    private static String text(JsonObject body, String field) throws AdminRefusal {
        if (body.getValue(field) instanceof String text) {
            return text;
        }
        throw invalid(field + " must be a string");
    }

    private static long instantMs(JsonObject body, String field) throws AdminRefusal {
        try {
            Instant instant = OffsetDateTime.parse(text(body, field)).toInstant();
            return instant.toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw invalid(field + " must be an instant with an offset, like 2026-12-01T10:00:00+09:00");
        }
    }

    private static AdminRefusal invalid(String what) {
        return new AdminRefusal(Problem.INVALID_REQUEST, what + ". Nothing was changed.");
    }
}
