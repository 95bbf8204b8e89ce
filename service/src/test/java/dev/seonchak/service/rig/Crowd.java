package dev.seonchak.service.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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

    /** Everybody has a definite answer, and the units went to as many users, each serial from 1 on once. */
    public static void assertEveryUnitOnce(Map<Integer, Answer> answers, int users, int units) {
        var serials = new TreeSet<Integer>();
        answers.forEach((user, answer) -> {
            if (answer.status() == 410) {
                assertThat(answer.code()).isEqualTo("sold-out");
            } else {
                assertThat(answer.status()).isIn(202, 409); // 409 where an unknown first answer had been a grant
                assertThat(serials.add(answer.serial())).isTrue();
            }
        });
        assertThat(answers).hasSize(users);
        assertThat(serials).hasSize(units);
        assertThat(serials.first()).isEqualTo(1);
        assertThat(serials.last()).isEqualTo(units);
    }
}
