package dev.seonchak.localstack;

/** A server could not be started or controlled; the message says what happened and what to do next. */
public final class LocalStackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LocalStackException(String message) {
        super(message);
    }

    LocalStackException(String message, Throwable cause) {
        super(message, cause);
    }
}
