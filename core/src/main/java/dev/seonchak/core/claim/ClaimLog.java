package dev.seonchak.core.claim;

import dev.seonchak.core.record.LogRecord.Claimed;
import java.util.function.Consumer;

/** The way into the log. Never blocks. */
public interface ClaimLog {

    /** False while the log is known to take no records; then nothing should be started. */
    boolean available();

    /**
     * Sends a claim to its partition. Success is not reported here: the record is read back from the log, and only that
     * counts.
     *
     * @param onFailure called at most once, on the issuer's thread, possibly before this method returns
     */
    void append(Claimed claim, Consumer<Failure> onFailure);

    /** Why a claim is not known to be in the log. */
    enum Failure {
        /** It was not sent and never will be. */
        NOT_SENT,
        /** It was sent, without an acknowledgement in time. It may be there, or may still arrive. */
        UNKNOWN
    }
}
