package dev.seonchak.service.recorder;

import java.io.Serial;

/** The rows in the database do not come from this log, or not from this partition of it. Somebody has to choose. */
public final class ForeignLogException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    ForeignLogException(String message) {
        super(message);
    }
}
