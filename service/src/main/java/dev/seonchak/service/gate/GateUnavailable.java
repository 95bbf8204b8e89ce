package dev.seonchak.service.gate;

import java.io.Serial;

/** Redis did not answer, or answered with an error. Issuing goes on without it. */
final class GateUnavailable extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    GateUnavailable(Throwable cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }

    /** True where Redis is well but a key is of another type than it should be: somebody else wrote it. */
    boolean isWrongType() {
        return String.valueOf(getMessage()).contains("WRONGTYPE");
    }
}
