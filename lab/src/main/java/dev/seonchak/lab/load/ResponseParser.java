package dev.seonchak.lab.load;

import java.nio.charset.StandardCharsets;

/**
 * Reads one HTTP/1.1 response after another from bytes that arrive in any pieces, and keeps only what a load generator
 * needs: status, whether the connection stays open, and the number after {@code "serial":} in the body of a 202 or 409.
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
    private static final int SERIAL_READ = -1;
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
    private int serialMatched;
    private long serial;
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
        serialMatched = 0;
        serial = 0;
    }

    /** The status, or 0 as long as it is not known. */
    public int status() {
        return status;
    }

    /** The serial named by the body of a 202 or 409, or 0. */
    public long serial() {
        return serial;
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
            if (status == 202 || status == 409) {
                lookForSerial(bytes, at, at + take);
            }
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

    /** Matches across pieces. Only a quote can begin the key, so after a mismatch there is at most one byte to try again. */
    private void lookForSerial(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (serialMatched == SERIAL.length) {
                if (b >= '0' && b <= '9' && serial < Long.MAX_VALUE / 10 - 1) {
                    serial = serial * 10 + (b - '0');
                } else if (serial != 0 || b != ' ') {
                    serialMatched = SERIAL_READ;
                }
            } else if (serialMatched == SERIAL_READ) {
                return;
            } else if (b == SERIAL[serialMatched]) {
                serialMatched++;
            } else if (serialMatched == SERIAL.length - 1 && b == SERIAL[1]) {
                serialMatched = 2;
            } else {
                serialMatched = b == SERIAL[0] ? 1 : 0;
            }
        }
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
