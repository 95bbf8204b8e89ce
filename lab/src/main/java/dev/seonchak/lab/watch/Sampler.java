package dev.seonchak.lab.watch;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Reads {@code /metrics} and {@code /proc} of every node at an interval, each node on a thread of its own, so that one
 * that hangs delays no other. What does not answer is a gap, never an exception.
 */
public final class Sampler implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final int OK = 200;

    /** Who is watched; an empty URL: a process without {@code /metrics}. */
    private record Watched(String name, String url, LongSupplier pid) {}

    private final long intervalMs;
    private final LongSupplier wallMs;
    private final Recording recording = new Recording();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final boolean procReadable = ProcFiles.readable();

    /** Watches nobody yet; the interval is what lies between two readings of a node. */
    public Sampler(Duration interval) {
        this(interval, System::currentTimeMillis);
    }

    Sampler(Duration interval, LongSupplier wallMs) {
        if (interval.toMillis() < 1) {
            throw new IllegalArgumentException("the sampling interval must be a millisecond or more, not " + interval);
        }
        intervalMs = interval.toMillis();
        this.wallMs = wallMs;
    }

    /**
     * Begins to watch a service node, which need not be up and may be restarted.
     *
     * @param name unique among what is watched
     * @param url  such as {@code http://127.0.0.1:8080}
     * @param pid  asked at each reading; one that throws {@link IllegalStateException} or gives 0 means no process
     */
    public void node(String name, String url, LongSupplier pid) {
        watch(new Watched(name, url, pid));
    }

    /** Begins to watch what any other process costs, such as Redis'; {@link Recording#THERE} says whether it runs. */
    public void process(String name, LongSupplier pid) {
        watch(new Watched(name, "", pid));
    }

    private synchronized void watch(Watched node) {
        if (closed.getCount() == 0) {
            throw new IllegalStateException("the sampler is closed");
        }
        threads.add(Thread.ofVirtual().name("sampler-" + node.name).start(() -> run(node)));
    }

    /** What was read so far; it goes on growing. */
    public Recording recording() {
        return recording;
    }

    /** {@link Recording#lagZeroAt} with values of at most three intervals' age. */
    public OptionalLong lagZeroAt(long afterMs) {
        return recording.lagZeroAt(afterMs, 3 * intervalMs);
    }

    private void run(Watched node) {
        try {
            do {
                if (!node.url.isEmpty()) {
                    scrape(node);
                }
                proc(node);
            } while (!closed.await(intervalMs, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            // Closed while waiting for an answer.
            Thread.currentThread().interrupt();
        }
    }

    private void scrape(Watched node) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.url + "/metrics"))
                .timeout(TIMEOUT)
                .build();
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        boolean up = false;
        try {
            // The request's own timeout ends with the headers; a body may hang as well.
            HttpResponse<String> response = answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            up = response.statusCode() == OK;
            if (up) {
                keep(node.name, response.body());
            }
        } catch (ExecutionException | TimeoutException gone) {
            answer.cancel(true);
        }
        recording.add(node.name, Recording.UP, wallMs.getAsLong(), up ? 1 : 0);
    }

    private void keep(String node, String text) {
        long ms = wallMs.getAsLong();
        double[] jvmMemory = {Double.NaN};
        PromText.parse(text, (name, key, value) -> {
            if (name.equals(Recording.JVM_MEMORY_BYTES)) {
                jvmMemory[0] = Double.isNaN(jvmMemory[0]) ? value : jvmMemory[0] + value;
            } else if (kept(name)) {
                recording.add(node, key, ms, value);
            }
        });
        if (!Double.isNaN(jvmMemory[0])) {
            recording.add(node, Recording.JVM_MEMORY_BYTES, ms, jvmMemory[0]);
        }
    }

    private static boolean kept(String name) {
        return name.startsWith("seonchak_")
                || name.startsWith("hikaricp_")
                || name.equals("jvm_threads_live_threads")
                || name.equals("process_cpu_usage")
                || name.equals("process_files_open_files");
    }

    private void proc(Watched node) {
        if (!procReadable) {
            return;
        }
        long pid = pid(node.pid);
        ProcFiles files = ProcFiles.of(pid);
        long ms = wallMs.getAsLong();
        if (node.url.isEmpty()) {
            recording.add(node.name, Recording.THERE, ms, files.there() ? 1 : 0);
        }
        if (files.there()) {
            recording.add(node.name, Recording.PID, ms, (double) pid);
            recording.add(node.name, Recording.RSS_BYTES, ms, files.rssBytes());
            recording.add(node.name, Recording.THREADS, ms, files.threads());
            recording.add(node.name, Recording.FDS, ms, files.fds());
            recording.add(node.name, Recording.CPU_SECONDS, ms, files.cpuSeconds());
        }
    }

    private static long pid(LongSupplier supplier) {
        try {
            return supplier.getAsLong();
        } catch (IllegalStateException neverStarted) {
            return 0;
        }
    }

    /** Ends the watching; the recording stays. */
    @Override
    public synchronized void close() {
        closed.countDown();
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.shutdownNow();
    }
}
