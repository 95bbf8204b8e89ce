package dev.seonchak.service.rig;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Many clients that ask at the same time. */
public final class Crowd {

    private Crowd() {}

    /** Runs all requests, that many at the same time, and gives their answers in order. */
    public static <T> List<T> ask(int atOnce, List<Callable<T>> requests) throws InterruptedException {
        var gate = new CountDownLatch(1);
        var room = new Semaphore(atOnce);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> answers = new ArrayList<>();
            for (Callable<T> request : requests) {
                answers.add(threads.submit(() -> {
                    gate.await();
                    room.acquire();
                    try {
                        return request.call();
                    } finally {
                        room.release();
                    }
                }));
            }
            gate.countDown();
            var all = new ArrayList<T>();
            for (Future<T> answer : answers) {
                all.add(answer.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a request failed", e.getCause());
        }
    }
}
