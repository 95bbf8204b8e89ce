package dev.seonchak.lab.load;

import dev.seonchak.core.audit.ClientOutcome;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Reads one HTTP/1.1 response after another from bytes that arrive in any pieces, and keeps only what a load generator
 * needs: what it means, whether the connection stays open, and the serial in the body of a 202 or 409.
 *
 * <p>A refusal means what its problem's {@code code} says, and only with the status that this code has: another 404 than
 * {@code unknown-coupon}, of a proxy or of a mistyped path, has refused nobody. So the start of the body is kept and searched
 * for two keys; a whole JSON reader would cost more than the request.
 *
 * <p>A response without a Content-Length (chunked, or ended by closing) has no end that this parser could find. Its
 * status is known, so it ends as {@link Step#UNFRAMED} with its head: the caller counts it and gives the connection up.
 */
public final class ResponseParser {
    /** Longest head that is read; more is no answer of this service. */
    public static final int MAX_HEAD_BYTES = 16 * 1024;
    /** Longest body that is read. */
    public static final long MAX_BODY_BYTES = 1 << 20;

    /** How far a response has come. */
    public enum Step {
        /** Not complete: feed more. */
        MORE,
        /** Complete. */
        DONE,
        /** The head is complete, the end of the body cannot be known. */
        UNFRAMED,
        /** Not an HTTP/1 response. */
        MALFORMED
    }

    private static final byte[] STATUS_LINE = ascii("http/1.");
    private static final byte[] CONTENT_LENGTH = ascii("content-length:");
    private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding:");
    private static final byte[] CONNECTION = ascii("connection:");
    private static final byte[] CLOSE = ascii("close");
    private static final byte[] SERIAL = ascii("\"serial\":");
    private static final byte[] CODE = ascii("\"code\":");
    private static final int ACCEPTED = 202;
    private static final int CONFLICT = 409;
    private static final List<ClientOutcome> WITH_CODE = Arrays.stream(ClientOutcome.values())
            .filter(outcome -> outcome.status() > 0 && outcome != ClientOutcome.ACCEPTED)
            .toList();
    // Problems of the service are at most half as long, and begin with their code.
    private static final int KEPT_OF_A_BODY = 1024;
    // The longest line that matters is far shorter; what exceeds it is counted, not kept.
    private static final int KEPT_OF_A_LINE = 96;
    private static final long NO_LENGTH = -1;

    private final byte[] line = new byte[KEPT_OF_A_LINE];
    private int lineLength;
    private int headBytes;
    private boolean inBody;
    private int status;
    private boolean chunked;
    private boolean closes;
    private long bodyLeft;
    private final byte[] body = new byte[KEPT_OF_A_BODY];
    private int bodyLength;
    private int consumed;

    public ResponseParser() {
        reset();
    }

    /** Forgets the last response and expects the next. */
    public void reset() {
        lineLength = 0;
        headBytes = 0;
        inBody = false;
        status = 0;
        chunked = false;
        closes = false;
        bodyLeft = NO_LENGTH;
        bodyLength = 0;
    }

    /** The status, or 0 as long as it is not known. */
    public int status() {
        return status;
    }

    /** What the response means; {@link ClientOutcome#OTHER} where that cannot be said for certain. */
    public ClientOutcome outcome() {
        if (status == ACCEPTED) {
            return ClientOutcome.ACCEPTED;
        }
        for (ClientOutcome outcome : WITH_CODE) {
            if (outcome.status() == status && codeIs(outcome.label())) {
                return outcome;
            }
        }
        return ClientOutcome.OTHER;
    }

    private boolean codeIs(String label) {
        int at = valueOf(CODE);
        int end = at + label.length() + 1;
        if (at < 0 || end >= bodyLength || body[at] != '"' || body[end] != '"') {
            return false;
        }
        for (int i = 0; i < label.length(); i++) {
            if (body[at + 1 + i] != label.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The serial named by the body of a 202 or 409, or 0. */
    public long serial() {
        int at = status == ACCEPTED || status == CONFLICT ? valueOf(SERIAL) : -1;
        long serial = 0;
        while (at >= 0 && at < bodyLength && body[at] >= '0' && body[at] <= '9' && serial < Long.MAX_VALUE / 10 - 1) {
            serial = serial * 10 + (body[at++] - '0');
        }
        return serial;
    }

    /** Where in the body the value of the first such key begins, or −1. */
    private int valueOf(byte[] key) {
        for (int at = 0; at + key.length <= bodyLength; at++) {
            if (body[at] == '"' && Arrays.equals(body, at, at + key.length, key, 0, key.length)) {
                int value = at + key.length;
                while (value < bodyLength && body[value] == ' ') {
                    value++;
                }
                return value;
            }
        }
        return -1;
    }

    /** Whether the server ends the connection after this response. */
    public boolean closes() {
        return closes;
    }

    /** How many bytes of the last feed belonged to this response. */
    public int consumed() {
        return consumed;
    }

    /** Reads on in {@code bytes[offset … offset + length)}. */
    public Step feed(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        Step step = Step.MORE;
        while (step == Step.MORE && !inBody && at < end) {
            byte b = bytes[at++];
            if (b == '\n') {
                step = endLine();
            } else if (++headBytes > MAX_HEAD_BYTES) {
                step = Step.MALFORMED;
            } else if (lineLength < KEPT_OF_A_LINE) {
                line[lineLength++] = b;
            }
        }
        if (step == Step.MORE && inBody) {
            int take = (int) Math.min(bodyLeft, end - at);
            int keep = Math.min(take, KEPT_OF_A_BODY - bodyLength);
            System.arraycopy(bytes, at, body, bodyLength, keep);
            bodyLength += keep;
            at += take;
            bodyLeft -= take;
            step = bodyLeft == 0 ? Step.DONE : Step.MORE;
        }
        consumed = at - offset;
        return step;
    }

    private Step endLine() {
        int length = lineLength > 0 && line[lineLength - 1] == '\r' ? lineLength - 1 : lineLength;
        lineLength = 0;
        if (status == 0) {
            return statusLine(length);
        }
        if (length == 0) {
            return endHead();
        }
        if (startsWith(CONTENT_LENGTH, length)) {
            bodyLeft = number(CONTENT_LENGTH.length, length);
            return bodyLeft < 0 || bodyLeft > MAX_BODY_BYTES ? Step.MALFORMED : Step.MORE;
        }
        if (startsWith(TRANSFER_ENCODING, length)) {
            chunked = true;
        } else if (startsWith(CONNECTION, length)) {
            closes = contains(CLOSE, CONNECTION.length, length);
        }
        return Step.MORE;
    }

    private Step statusLine(int length) {
        int digits = STATUS_LINE.length + 2;
        if (length < digits + 3 || !startsWith(STATUS_LINE, length) || line[digits - 1] != ' ') {
            return Step.MALFORMED;
        }
        long code = number(digits, digits + 3);
        if (code < 100 || code > 599) {
            return Step.MALFORMED;
        }
        status = (int) code;
        closes = line[digits - 2] == '0';
        return Step.MORE;
    }

    private Step endHead() {
        if (status < 200) {
            // 1xx is a preface; the response itself is still to come.
            reset();
            return Step.MORE;
        }
        if (status == 204 || status == 304) {
            return Step.DONE;
        }
        if (chunked || bodyLeft == NO_LENGTH) {
            return Step.UNFRAMED;
        }
        inBody = true;
        return Step.MORE;
    }

    private boolean startsWith(byte[] lowerCase, int length) {
        if (length < lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            if (lower(line[i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean contains(byte[] lowerCase, int from, int length) {
        for (int at = from; at + lowerCase.length <= length; at++) {
            int i = 0;
            while (i < lowerCase.length && lower(line[at + i]) == lowerCase[i]) {
                i++;
            }
            if (i == lowerCase.length) {
                return true;
            }
        }
        return false;
    }

    /** The digits in {@code line[from … to)} with blanks around them, or −1. */
    private long number(int from, int to) {
        long value = -1;
        for (int i = from; i < to; i++) {
            byte b = line[i];
            if (b >= '0' && b <= '9') {
                value = Math.max(0, value) * 10 + (b - '0');
                if (value > Integer.MAX_VALUE) {
                    return -1;
                }
            } else if (b != ' ' && b != '\t') {
                return -1;
            }
        }
        return value;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
