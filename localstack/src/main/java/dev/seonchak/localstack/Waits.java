package dev.seonchak.localstack;

import java.util.concurrent.TimeUnit;

/** Waiting for processes; an interrupt ends the wait and is kept for the caller. */
final class Waits {
    private Waits() {}

    /** Waits until the process has ended and returns its exit code. */
    static int exit(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Whether the process ends within this time. */
    static boolean ended(Process process, long timeoutMs) {
        try {
            return process.waitFor(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static LocalStackException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new LocalStackException("Interrupted while waiting for a server: start again.", e);
    }
}
