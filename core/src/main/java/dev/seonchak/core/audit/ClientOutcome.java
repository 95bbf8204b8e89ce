package dev.seonchak.core.audit;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of one request, as its client saw it. */
public enum ClientOutcome {
    /** 202: granted. */
    ACCEPTED(202, Meaning.OK),
    /** 409 {@code already-issued}: the user has it already. */
    ALREADY_ISSUED(409, Meaning.REFUSED),
    /** 410 {@code sold-out}. */
    SOLD_OUT(410, Meaning.REFUSED),
    /** 410 {@code closed}. */
    CLOSED(410, Meaning.REFUSED),
    /** 403 {@code not-open}: not open yet. */
    NOT_OPEN(403, Meaning.REFUSED),
    /** 404 {@code unknown-coupon}: no such coupon. */
    UNKNOWN_COUPON(404, Meaning.REFUSED),
    /** 503 {@code outcome-unknown}: the service itself does not know. */
    OUTCOME_UNKNOWN(503, Meaning.UNKNOWN),
    /** 503 {@code overloaded}. Says that nothing was consumed; an audit need not believe it. */
    OVERLOADED(503, Meaning.UNKNOWN),
    /** 503 {@code log-unavailable}. Says that nothing was consumed; an audit need not believe it. */
    LOG_UNAVAILABLE(503, Meaning.UNKNOWN),
    /**
     * Any other answer, or bytes that are no HTTP response. A refusal whose {@code code} is missing or not of its status is
     * here too: what cannot be understood is no definite refusal.
     */
    OTHER(Meaning.UNKNOWN),
    /** Sent, and nothing complete came back in time. */
    TIMEOUT(Meaning.UNKNOWN),
    /** Sent, and the connection ended before the response did. */
    RESET(Meaning.UNKNOWN),
    /** Sent, and the client itself hung up without waiting for the answer. */
    LEFT(Meaning.UNKNOWN),
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

    private static final Map<String, ClientOutcome> BY_LABEL = new HashMap<>();

    static {
        for (ClientOutcome outcome : values()) {
            BY_LABEL.put(outcome.label, outcome);
        }
    }

    private final int status;
    private final Meaning meaning;
    private final String label;

    ClientOutcome(Meaning meaning) {
        this(0, meaning);
    }

    ClientOutcome(int status, Meaning meaning) {
        this.status = status;
        this.meaning = meaning;
        this.label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What an audit may conclude. */
    public Meaning meaning() {
        return meaning;
    }

    /** The name in histories, JSON and on the terminal, such as {@code already-issued}: the {@code code} of a problem. */
    public String label() {
        return label;
    }

    /** The HTTP status that it comes with, or 0 where it has none of its own. */
    public int status() {
        return status;
    }

    /** Whether an answer came, of whatever kind. */
    public boolean isAnswer() {
        return status > 0 || this == OTHER;
    }

    /** Whether the client knows now: it was granted, or this request was refused. */
    public boolean isDefinite() {
        return meaning == Meaning.OK || meaning == Meaning.REFUSED;
    }

    /** The outcome of that label, or null. */
    public static @Nullable ClientOutcome ofLabel(String label) {
        return BY_LABEL.get(label);
    }
}
