package dev.seonchak.lab.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SamplerTest {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final String LAG = "seonchak_recorder_lag{partition=\"0\"}";

    private final AtomicLong lag = new AtomicLong(5);

    @Test
    void aNodeIsReadThroughDeathAndRestart() throws IOException {
        HttpServer first = serve(0);
        int port = first.getAddress().getPort();
        long self = ProcessHandle.current().pid();
        try (Sampler sampler = new Sampler(INTERVAL)) {
            Recording recording = sampler.recording();
            sampler.node("node-1", "http://127.0.0.1:" + port, () -> self);
            sampler.process("nobody", () -> {
                throw new IllegalStateException("never started");
            });

            await().until(() -> recording.series("node-1", LAG).last() == 5);
            assertThat(sampler.lagZeroAt(0)).isEmpty();
            assertThat(recording.series("node-1", Recording.JVM_MEMORY_BYTES).last())
                    .isEqualTo(300);
            assertThat(recording.metrics("node-1")).doesNotContain("jvm_gc_pause_seconds_count");
            assertThat(recording.metrics("node-1", "seonchak_recorder_lag")).containsExactly(LAG);

            first.stop(0);
            await().until(() -> recording.series("node-1", Recording.UP).last() == 0);
            long goneMs = recording
                    .series("node-1", LAG)
                    .timeMs(recording.series("node-1", LAG).size() - 1);

            lag.set(0);
            HttpServer second = serve(port);
            try {
                await().until(() -> sampler.lagZeroAt(0).isPresent());
                assertThat(sampler.lagZeroAt(0).orElseThrow()).isGreaterThan(goneMs);
            } finally {
                second.stop(0);
            }
            if (ProcFiles.readable()) {
                await().until(() -> recording.series("nobody", Recording.THERE).last() == 0);
                for (String metric :
                        new String[] {Recording.RSS_BYTES, Recording.THREADS, Recording.FDS, Recording.CPU_SECONDS}) {
                    assertThat(recording.series("node-1", metric).last())
                            .as(metric)
                            .isPositive();
                }
                assertThat(recording.series("node-1", Recording.PID).last()).isEqualTo((double) self);
            }
        }
    }

    @Test
    void aNodeThatAcceptsAndNeverAnswersIsAGapAndDelaysNoOther() throws IOException {
        HttpServer healthy = serve(0);
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
                Sampler sampler = new Sampler(INTERVAL)) {
            sampler.node("mute", "http://127.0.0.1:" + mute.getLocalPort(), () -> 0);
            sampler.node("healthy", "http://127.0.0.1:" + healthy.getAddress().getPort(), () -> 0);
            Recording recording = sampler.recording();

            await().until(() -> recording.series("mute", Recording.UP).size() >= 1);
            assertThat(recording.series("mute", Recording.UP).last()).isZero();
            assertThat(recording.series("healthy", Recording.UP).size()).isGreaterThan(1);
            assertThat(recording.series("healthy", Recording.UP).last()).isEqualTo(1);
        } finally {
            healthy.stop(0);
        }
    }

    @Test
    void aClosedSamplerTakesNoNodes() {
        Sampler sampler = new Sampler(INTERVAL);
        sampler.close();

        assertThatThrownBy(() -> sampler.process("late", () -> 1)).hasMessage("the sampler is closed");
        assertThatThrownBy(() -> new Sampler(Duration.ZERO)).hasMessageContaining("a millisecond or more");
    }

    private HttpServer serve(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
        server.createContext("/metrics", exchange -> {
            byte[] body = """
                    # TYPE jvm_memory_used_bytes gauge
                    jvm_memory_used_bytes{area="heap",id="a"} 100.0
                    jvm_memory_used_bytes{area="nonheap",id="b"} 200.0
                    jvm_gc_pause_seconds_count 3
                    %s %d
                    """.formatted(LAG, lag.get()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
