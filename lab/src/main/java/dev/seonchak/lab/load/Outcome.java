package dev.seonchak.lab.load;

import java.nio.ByteBuffer;
import java.util.Locale;

/** What became of one request, as its client saw it. */
public enum Outcome {
    /** 202: granted. */
    ACCEPTED(Meaning.OK),
    /** 409: the user has it already. */
    ALREADY_ISSUED(Meaning.REFUSED),
    /** 410: sold out or closed. */
    GONE(Meaning.REFUSED),
    /** 403: not open yet. */
    NOT_OPEN(Meaning.REFUSED),
    /** 404: no such coupon. */
    UNKNOWN_COUPON(Meaning.REFUSED),
    /** 503: the service itself does not know. */
    UNAVAILABLE(Meaning.UNKNOWN),
    /** Any other status, or bytes that are no HTTP response (counted as status 0). */
    OTHER(Meaning.UNKNOWN),
    /** Sent, and nothing complete came back in time. */
    TIMEOUT(Meaning.UNKNOWN),
    /** Sent, and the connection ended before the response did. */
    RESET(Meaning.UNKNOWN),
    /** Never sent: no connection could be made. */
    CONNECT_ERROR(Meaning.NOT_SENT),
    /** Never sent: no connection came free within the bounds of the waiting line. */
    DROPPED(Meaning.NOT_SENT);

    /** What an audit may conclude from an outcome. */
    public enum Meaning {
        /** Exactly one row must exist. */
        OK,
        /** This request has issued nothing. */
        REFUSED,
        /** A row may exist or not. */
        UNKNOWN,
        /** Not one byte of the request left the client. */
        NOT_SENT
    }

    private final Meaning meaning;
    private final String label;

    Outcome(Meaning meaning) {
        this.meaning = meaning;
        this.label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What an audit may conclude. */
    public Meaning meaning() {
        return meaning;
    }

    /** The name in histories, JSON and on the terminal, such as {@code already-issued}. */
    public String label() {
        return label;
    }

    void putLabel(ByteBuffer into) {
        for (int i = 0; i < label.length(); i++) {
            into.put((byte) label.charAt(i));
        }
    }

    /** The outcome that an HTTP status stands for. */
    public static Outcome ofStatus(int status) {
        return switch (status) {
            case 202 -> ACCEPTED;
            case 409 -> ALREADY_ISSUED;
            case 410 -> GONE;
            case 403 -> NOT_OPEN;
            case 404 -> UNKNOWN_COUPON;
            case 503 -> UNAVAILABLE;
            default -> OTHER;
        };
    }
}
