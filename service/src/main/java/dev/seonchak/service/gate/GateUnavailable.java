package dev.seonchak.service.gate;

import java.io.Serial;

/** Redis did not answer, or answered with an error. Issuing goes on without it. */
public final class GateUnavailable extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    GateUnavailable(Throwable cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }

    /** True where Redis is well but has a key of another type where one of ours belongs. */
    boolean wrongType() {
        String message = getMessage();
        return message != null && message.contains("WRONGTYPE");
    }
}
