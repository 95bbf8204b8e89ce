package dev.seonchak.service.claimlog;

import java.io.Serial;

/** The log cannot be read, or not from its beginning, so nothing can be said about who holds what. Nothing was changed. */
public final class LogUnreadable extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    LogUnreadable(String message) {
        super(message);
    }

    LogUnreadable(String message, Throwable cause) {
        super(message, cause);
    }
}
