package dev.seonchak.service.gate;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Natural batching: one call is in flight, and whatever arrives meanwhile rides in the next one.
 *
 * <p>At rest an item waits for nobody, unless it is told to gather first; under a stampede the calls fill up by
 * themselves. Confined to one thread, on which the calls must also complete.
 *
 * @param <T> what is sent
 * @param <R> what one call answers
 */
final class BatchedCalls<T, R> {

    private final int maxBatch;
    private final int maxQueue;
    private final Function<List<T>, Future<R>> call;
    private final BiConsumer<List<T>, @Nullable R> done;
    private final Executor start;
    private final ArrayDeque<T> waiting = new ArrayDeque<>();
    /** A call is in flight, or is about to be. */
    private boolean busy;

    /**
     * Nothing under way yet.
     *
     * @param call sends a batch; must complete within a bound of its own
     * @param done takes each batch with its answer, or null where the call failed
     * @param start runs what sends the first batch after a rest: at once, or a little later so that more can gather
     */
    BatchedCalls(
            int maxBatch,
            int maxQueue,
            Function<List<T>, Future<R>> call,
            BiConsumer<List<T>, @Nullable R> done,
            Executor start) {
        this.start = start;
        this.maxBatch = maxBatch;
        this.maxQueue = maxQueue;
        this.call = call;
        this.done = done;
    }

    /** Adds an item. False where the queue is full; then nothing happens with it. */
    boolean add(T item) {
        if (waiting.size() >= maxQueue) {
            return false;
        }
        waiting.add(item);
        if (!busy) {
            busy = true;
            start.execute(this::sendNext);
        }
        return true;
    }

    /** Takes everything that waits out of the queue, to be done without a call. */
    List<T> drain() {
        var all = new ArrayList<>(waiting);
        waiting.clear();
        return all;
    }

    private void sendNext() {
        if (waiting.isEmpty()) {
            busy = false; // drained meanwhile
            return;
        }
        var batch = new ArrayList<T>(Math.min(maxBatch, waiting.size()));
        while (batch.size() < maxBatch && !waiting.isEmpty()) {
            batch.add(waiting.removeFirst());
        }
        call.apply(batch).onComplete(result -> {
            try {
                done.accept(batch, result.succeeded() ? result.result() : null);
            } finally {
                busy = !waiting.isEmpty();
                if (busy) {
                    start.execute(this::sendNext);
                }
            }
        });
    }
}
