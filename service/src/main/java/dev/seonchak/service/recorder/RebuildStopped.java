package dev.seonchak.service.recorder;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A rebuild cannot go on. What is written is right as far as {@code log_position} says; another start goes on there. */
public final class RebuildStopped extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    RebuildStopped(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
