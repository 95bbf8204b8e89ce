package dev.seonchak.lab.loadtest;

/** A test that came to no result; the message says what happened, whether anything was consumed, and what to do. */
public final class LoadTestFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LoadTestFailed(String message) {
        super(message);
    }
}
