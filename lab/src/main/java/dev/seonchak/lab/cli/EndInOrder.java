package dev.seonchak.lab.cli;

import dev.seonchak.lab.load.LoadRun;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets a run end in order where the process is asked to end (Ctrl-C, SIGTERM): what is in flight is waited for, and its
 * history and its summary are whole.
 */
final class EndInOrder implements AutoCloseable {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final long waitMs;
    private @Nullable Thread hook;

    /**
     * Nothing yet.
     *
     * @param waitMs longest time that the process's end is held up
     */
    EndInOrder(long waitMs) {
        this.waitMs = waitMs;
    }

    /** From now on, the end of the process ends this run. */
    void watch(LoadRun run) {
        hook = Thread.ofPlatform().unstarted(() -> {
            run.finish();
            try {
                var ignored = ended.await(waitMs, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Everything is written. */
    @Override
    public void close() {
        ended.countDown();
        if (hook == null) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The process is ending, and the hook has just been released.
        }
    }
}
