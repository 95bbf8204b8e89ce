package dev.seonchak.core.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponClosed;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import dev.seonchak.core.record.LogRecord.CouponRestocked;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a log record: a flat JSON object, its type and version in the CloudEvents header {@code ce_type}.
 *
 * <p>Readers ignore fields they do not know, so a field may be added within a version; a change of meaning takes a new
 * version number, at which older readers stop ({@link Decoded.TooNew}).
 */
public final class RecordCodec {

    /** The header that names type and version, for example {@code dev.seonchak.claimed.v1}. */
    public static final String TYPE_HEADER = "ce_type";

    private static final String FAMILY = "dev.seonchak.";
    private static final String CLAIMED = FAMILY + "claimed.v1";
    private static final String DEFINED = FAMILY + "coupon-defined.v1";
    private static final String RESTOCKED = FAMILY + "coupon-restocked.v1";
    private static final String CLOSED = FAMILY + "coupon-closed.v1";

    private static final JsonFactory JSON = new JsonFactory();

    private RecordCodec() {}

    /** The CloudEvents type of a record, with its version. */
    public static String type(LogRecord record) {
        return switch (record) {
            case Claimed ignored -> CLAIMED;
            case CouponDefined ignored -> DEFINED;
            case CouponRestocked ignored -> RESTOCKED;
            case CouponClosed ignored -> CLOSED;
        };
    }

    /** The value bytes of a record: UTF-8 JSON. */
    public static byte[] encode(LogRecord record) {
        return switch (record) {
            case Claimed c -> encodeClaimed(c);
            case CouponDefined d ->
                json(g -> {
                    g.writeNumberField("couponId", d.couponId());
                    g.writeStringField("name", d.name());
                    g.writeNumberField("quantity", d.quantity());
                    g.writeNumberField("opensAtMs", d.opensAtMs());
                    if (d.closesAtMs() != Long.MAX_VALUE) {
                        g.writeNumberField("closesAtMs", d.closesAtMs());
                    }
                });
            case CouponRestocked r ->
                json(g -> {
                    g.writeNumberField("couponId", r.couponId());
                    g.writeNumberField("quantity", r.quantity());
                });
            case CouponClosed c -> json(g -> g.writeNumberField("couponId", c.couponId()));
        };
    }

    /**
     * Reads a record back.
     *
     * @param type the value of {@link #TYPE_HEADER}, or null where the record has none
     * @param value the record's value, or null where it has none
     */
    public static Decoded decode(@Nullable String type, byte @Nullable [] value) {
        if (type == null || !type.startsWith(FAMILY)) {
            return new Decoded.Garbage("no " + TYPE_HEADER + " header of ours: " + type);
        }
        boolean ours = type.equals(CLAIMED) || type.equals(DEFINED) || type.equals(RESTOCKED) || type.equals(CLOSED);
        if (!ours) {
            return new Decoded.TooNew(type);
        }
        if (value == null) {
            return new Decoded.Garbage(type + " without a value");
        }
        try {
            return new Decoded.Known(toRecord(type, Fields.read(value)));
        } catch (IOException | IllegalArgumentException e) {
            return new Decoded.Garbage(type + ": " + e.getMessage());
        }
    }

    private static LogRecord toRecord(String type, Fields f) {
        return switch (type) {
            case CLAIMED -> new Claimed(f.couponId, f.userId, f.claimId == null ? "" : f.claimId);
            case DEFINED ->
                new CouponDefined(f.couponId, f.name == null ? "" : f.name, f.quantity, f.opensAtMs, f.closesAtMs);
            case RESTOCKED -> new CouponRestocked(f.couponId, f.quantity);
            case CLOSED -> new CouponClosed(f.couponId);
            default -> throw new IllegalStateException(type);
        };
    }

    /** By hand, because a stampede is nothing but these; a claim id needs no escaping, its alphabet has none to escape. */
    private static byte[] encodeClaimed(Claimed c) {
        return ("{\"couponId\":" + c.couponId() + ",\"userId\":" + c.userId() + ",\"claimId\":\"" + c.claimId() + "\"}")
                .getBytes(UTF_8);
    }

    private interface Body {
        void write(JsonGenerator generator) throws IOException;
    }

    private static byte[] json(Body body) {
        var out = new ByteArrayOutputStream(128);
        try (JsonGenerator g = JSON.createGenerator(out)) {
            g.writeStartObject();
            body.write(g);
            g.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return out.toByteArray();
    }

    /** The union of all fields; what a record lacks stays at a value that its constructor refuses. */
    private static final class Fields {
        private static final List<String> NAMES =
                List.of("couponId", "userId", "claimId", "name", "quantity", "opensAtMs", "closesAtMs");

        private long couponId;
        private long userId;
        private @Nullable String claimId;
        private @Nullable String name;
        private int quantity;
        private long opensAtMs = -1;
        private long closesAtMs = Long.MAX_VALUE;
        private int seen;

        static Fields read(byte[] value) throws IOException {
            requireUtf8(value);
            var fields = new Fields();
            try (JsonParser p = JSON.createParser(value)) {
                if (p.nextToken() != JsonToken.START_OBJECT) {
                    throw new IllegalArgumentException("not a JSON object");
                }
                while (p.nextToken() == JsonToken.FIELD_NAME) {
                    String field = p.currentName();
                    p.nextToken();
                    fields.take(field, p);
                }
                if (p.currentToken() != JsonToken.END_OBJECT || p.nextToken() != null) {
                    throw new IllegalArgumentException("more than one JSON object");
                }
            }
            return fields;
        }

        /** The parser would guess UTF-16 and UTF-32 from the first bytes; other readers would not, and replicas would differ. */
        private static void requireUtf8(byte[] value) {
            for (int i = 0; i < Math.min(4, value.length); i++) {
                if (value[i] == 0 || (i == 0 && value[i] < 0)) {
                    throw new IllegalArgumentException("not UTF-8 without a byte order mark");
                }
            }
        }

        private void take(String field, JsonParser p) throws IOException {
            once(field);
            switch (field) {
                case "couponId" -> couponId = integer(field, p);
                case "userId" -> userId = integer(field, p);
                case "claimId" -> claimId = text(field, p);
                case "name" -> name = text(field, p);
                case "quantity" -> quantity = Math.clamp(integer(field, p), 0, Integer.MAX_VALUE);
                case "opensAtMs" -> opensAtMs = integer(field, p);
                case "closesAtMs" -> closesAtMs = integer(field, p);
                default -> p.skipChildren();
            }
        }

        /** JSON leaves open which of two equal names counts, so readers would differ. */
        private void once(String field) {
            int bit = 1 << (1 + NAMES.indexOf(field));
            if (bit > 1 && (seen & bit) != 0) {
                throw new IllegalArgumentException(field + " comes twice");
            }
            seen |= bit;
        }

        private static long integer(String field, JsonParser p) throws IOException {
            if (p.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                throw new IllegalArgumentException(field + " is not an integer");
            }
            return p.getLongValue();
        }

        private static String text(String field, JsonParser p) throws IOException {
            if (p.currentToken() != JsonToken.VALUE_STRING) {
                throw new IllegalArgumentException(field + " is not a string");
            }
            return p.getText();
        }
    }
}
