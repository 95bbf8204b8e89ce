package dev.seonchak.service.config;

import java.io.Serial;

/** A setting that cannot be, with a sentence that says what to change. */
public final class InvalidConfiguration extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public InvalidConfiguration(String sentence) {
        super(sentence);
    }
}
