package dev.seonchak.lab.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.seonchak.localstack.Stack;
import dev.seonchak.localstack.StackOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisBehindProxyTest {
    private static final int CLIENTS = 6;
    private static final int ROUNDS = 150;
    private static final int PIPELINED = 20;

    private Stack stack;
    private TcpProxy proxy;

    @BeforeAll
    void startRedis() {
        stack = Stack.start(StackOptions.forTests());
    }

    @AfterAll
    void stopRedis() {
        stack.close();
    }

    @BeforeEach
    void start() throws IOException {
        InetSocketAddress redis = new InetSocketAddress(
                InetAddress.ofLiteral("127.0.0.1"), stack.redis().port());
        proxy = TcpProxy.start("Redis", 0, redis, 1);
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void aLostReplyIsOfACommandThatWasExecuted() throws IOException {
        try (Client witness = new Client(proxy);
                Client client = new Client(proxy)) {
            assertThat(witness.ask("SET lost 0")).isEqualTo("+OK");
            assertThat(client.ask("INCR lost")).isEqualTo(":1");

            proxy.loseReplies();
            client.send("INCR lost\r\n");
            await().until(() -> proxy.stats().bytesLost() == ":2\r\n".length());
            assertThat(proxy.stats().open()).isEqualTo(2);
            proxy.heal();

            assertThatThrownBy(client::line).isInstanceOf(SocketException.class);
            assertThat(witness.ask("GET lost")).isEqualTo("$1");
            assertThat(witness.line()).isEqualTo("2");
        }
    }

    @Test
    void underChangingWeatherEveryCommandRunsOnceAndEveryReplyIsItsOwn() throws IOException {
        List<Weather> weathers = List.of(
                Weather.delay(Duration.ofMillis(20), Duration.ofMillis(20)),
                Weather.blackHole(),
                Weather.throttle(20_000),
                Weather.clear(),
                Weather.delay(Duration.ofMillis(5)).and(Weather.throttle(50_000)));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> count("load-" + i), threads))
                    .toList();
            CompletableFuture<Void> all = CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new));
            // Each weather lasts until some bytes were through, or were held back.
            for (int turn = 0; !all.isDone(); turn++) {
                Weather weather = weathers.get(turn % weathers.size());
                long before = proxy.stats().bytesToServer();
                proxy.weather(turn % 2 == 0 ? Direction.TO_SERVER : Direction.TO_CLIENT, weather);
                await().pollInterval(Duration.ofMillis(5))
                        .until(() -> all.isDone()
                                || proxy.stats().bytesToServer() > before + 2000
                                || (weather.equals(Weather.blackHole())
                                        && proxy.stats().bytesHeld() > 0));
                proxy.heal();
            }
            all.join();
        }
        assertThat(proxy.stats().resets()).isZero();
    }

    private void count(String key) {
        try (Client client = new Client(proxy)) {
            int expected = 0;
            for (int round = 0; round < ROUNDS; round++) {
                client.send(("INCR " + key + "\r\n").repeat(PIPELINED));
                for (int i = 0; i < PIPELINED; i++) {
                    assertThat(client.line()).isEqualTo(":" + ++expected);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
