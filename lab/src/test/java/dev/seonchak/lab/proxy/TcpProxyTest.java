package dev.seonchak.lab.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
    private static final long SEED = 7;

    private EchoServer echo;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new EchoServer();
        proxy = TcpProxy.start("echo", 0, echo.address(), SEED);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void inClearWeatherEveryByteArrivesUnchangedAndSoDoesTheEnd() throws Exception {
        byte[] sent = random(8 << 20);
        try (Client client = new Client(proxy)) {
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> sendAndEnd(client, sent));

            assertThat(client.socket.getInputStream().readAllBytes()).isEqualTo(sent);
            sender.join();
        }
        await().untilAsserted(() ->
                assertThat(proxy.stats()).isEqualTo(new Stats(0, 1, 0, 0, sent.length, sent.length, 0, 0)));
        assertThat(echo.broken).hasValue(0);
    }

    @Test
    void delayedChunksAreUnderWaySideBySideAndKeepTheirOrder() throws IOException {
        Duration latency = Duration.ofMillis(300);
        proxy.weather(Direction.TO_SERVER, Weather.delay(latency));
        proxy.weather(Direction.TO_CLIENT, Weather.delay(Duration.ofMillis(100), Duration.ofMillis(100)));
        try (Client client = new Client(proxy)) {
            long sentNs = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                client.send(i + "\n");
                // The answer comes behind the turn in which the chunk was read: each line is a chunk of its own.
                proxy.stats();
            }

            // One after the other they would take 30 s, and the client gives up after 15 s.
            assertThat(client.line()).isEqualTo("0");
            assertThat(System.nanoTime() - sentNs).isGreaterThanOrEqualTo(latency.toNanos());
            for (int i = 1; i < 100; i++) {
                assertThat(client.line()).isEqualTo(Integer.toString(i));
            }
        }
    }

    @Test
    void healingLetsDelayedBytesArriveAtOnce() throws IOException {
        proxy.weather(Weather.delay(Duration.ofHours(1)));
        try (Client client = new Client(proxy)) {
            client.send("late\n");
            proxy.stats();
            assertThat(echo.received).hasValue(0);

            proxy.heal();

            assertThat(client.line()).isEqualTo("late");
        }
    }

    @Test
    void aThrottleSlowsDownAndChangesNothing() throws Exception {
        int rate = 40_000;
        byte[] sent = random(12_000);
        proxy.weather(Direction.TO_SERVER, Weather.throttle(rate));
        try (Client client = new Client(proxy)) {
            long sentNs = System.nanoTime();
            sendAndEnd(client, sent);

            assertThat(client.socket.getInputStream().readAllBytes()).isEqualTo(sent);
            // A slice of a fiftieth of a second goes at once.
            long leastNs = Duration.ofSeconds(1).toNanos() * (sent.length - rate / 50) / rate;
            assertThat(System.nanoTime() - sentNs).isGreaterThanOrEqualTo(leastNs);
        }
    }

    @Test
    void behindABlackHoleConnectionsWaitAndNothingIsLost() throws IOException {
        try (Client early = new Client(proxy)) {
            assertThat(early.ask("hello")).isEqualTo("hello");
            proxy.weather(Weather.blackHole());
            early.send("held\n");
            try (Client late = new Client(proxy)) {
                late.send("queued\n");
                await().until(() -> proxy.stats().bytesHeld() > 0);
                assertThat(echo.received).hasValue("hello\r\n".length());
                assertThat(echo.accepted).hasValue(1);

                proxy.heal();

                assertThat(early.line()).isEqualTo("held");
                assertThat(late.line()).isEqualTo("queued");
            }
        }
    }

    @Test
    void whatIsHeldBackIsBounded() throws Exception {
        proxy.weather(Direction.TO_CLIENT, Weather.delay(Duration.ZERO));
        try (SocketChannel client =
                SocketChannel.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), proxy.port()))) {
            await().until(() -> proxy.stats().open() == 1);
            proxy.weather(Direction.TO_SERVER, Weather.blackHole());
            client.configureBlocking(false);
            byte[] chunk = random(64 * 1024);
            long sent = 0;
            int refusals = 0;
            while (refusals < 200 && sent < 256L << 20) {
                int taken = client.write(ByteBuffer.wrap(
                        chunk, (int) (sent % chunk.length), chunk.length - (int) (sent % chunk.length)));
                sent += taken;
                refusals = taken == 0 ? refusals + 1 : 0;
                proxy.stats();
            }
            assertThat(sent).isLessThan(64L << 20);
            assertThat(proxy.stats().bytesHeld()).isBetween(1L, 2L * TcpProxy.HELD_BYTES);

            proxy.heal();
            client.configureBlocking(true);
            client.shutdownOutput();
            byte[] back = client.socket().getInputStream().readAllBytes();
            assertThat(back).hasSize((int) sent);
            for (int at = 0; at < back.length; at += chunk.length) {
                int length = Math.min(chunk.length, back.length - at);
                assertThat(Arrays.equals(back, at, at + length, chunk, 0, length))
                        .isTrue();
            }
        }
    }

    @Test
    void halfOpenOneDirectionIsDeadAndTheOtherLives() throws IOException {
        try (Client client = new Client(proxy)) {
            assertThat(client.ask("1")).isEqualTo("1");
            proxy.weather(Direction.TO_CLIENT, Weather.blackHole());
            client.send("2\n");
            await().untilAtomic(echo.received, equalTo(5L));
            await().until(() -> proxy.stats().bytesHeld() > 0);

            proxy.heal();
            assertThat(client.line()).isEqualTo("2");

            proxy.weather(Direction.TO_SERVER, Weather.blackHole());
            client.send("3\n");
            await().until(() -> proxy.stats().bytesHeld() > 0);
            assertThat(echo.received).hasValue(5);

            proxy.heal();
            assertThat(client.line()).isEqualTo("3");
        }
    }

    @Test
    void refusedConnectionsAreResetAndOpenOnesLiveOn() throws IOException {
        try (Client open = new Client(proxy)) {
            assertThat(open.ask("before")).isEqualTo("before");
            proxy.weather(Weather.refuse());

            assertThatThrownBy(() -> askOnce("nobody")).isInstanceOf(SocketException.class);
            assertThat(open.ask("after")).isEqualTo("after");
            assertThat(proxy.stats().refused()).isEqualTo(1);

            proxy.heal();
            assertThat(askOnce("again")).isEqualTo("again");
        }
    }

    @Test
    void aResetCutsEveryConnectionOnBothSides() throws IOException {
        try (Client a = new Client(proxy);
                Client b = new Client(proxy)) {
            assertThat(a.ask("a")).isEqualTo("a");
            assertThat(b.ask("b")).isEqualTo("b");

            proxy.reset();

            assertThatThrownBy(a::line).isInstanceOf(SocketException.class);
            assertThatThrownBy(b::line).isInstanceOf(SocketException.class);
            await().untilAtomic(echo.broken, equalTo(2));
            assertThat(proxy.stats().resets()).isEqualTo(2);
            assertThat(askOnce("c")).isEqualTo("c");
        }
    }

    @Test
    void aShareOfChunksResetsItsConnectionAndTheOthersPass() throws IOException {
        proxy.weather(Direction.TO_CLIENT, Weather.resets(0.5));
        int passed = 0;
        for (int i = 0; i < 60; i++) {
            try {
                assertThat(askOnce("x")).isEqualTo("x");
                passed++;
            } catch (SocketException reset) {
                // Counted by the proxy.
            }
        }

        // That none or all of 60 pass has a chance of 2 in 2^60.
        assertThat(passed).isBetween(1, 59);
        assertThat(proxy.stats().resets()).isEqualTo(60 - passed);
    }

    @Test
    void aBoundedLossEndsByItselfAndResetsWhoLostSomething() throws IOException {
        try (Client idle = new Client(proxy);
                Client loser = new Client(proxy)) {
            assertThat(idle.ask("idle")).isEqualTo("idle");
            proxy.weather(Direction.TO_CLIENT, Weather.lose(1));

            assertThatThrownBy(() -> loser.ask("lost")).isInstanceOf(SocketException.class);
            assertThat(proxy.weather(Direction.TO_CLIENT)).isEqualTo(Weather.clear());
            assertThat(idle.ask("idle")).isEqualTo("idle");
            assertThat(proxy.stats().bytesLost()).isEqualTo("lost\r\n".length());
        }
        try (Client loser = new Client(proxy)) {
            // Only a connection that the proxy has taken already is none of the new ones.
            assertThat(loser.ask("first")).isEqualTo("first");
            proxy.weather(
                    Direction.TO_CLIENT, Weather.lose(Duration.ofMillis(100)).and(Weather.refuse()));

            assertThatThrownBy(() -> loser.ask("lost")).isInstanceOf(SocketException.class);
            assertThat(proxy.weather(Direction.TO_CLIENT)).isEqualTo(Weather.refuse());
        }
    }

    @Test
    void redirectedNewConnectionsGoThereAndOldOnesAreReset() throws IOException {
        try (EchoServer other = new EchoServer();
                Client old = new Client(proxy)) {
            assertThat(old.ask("old")).isEqualTo("old");

            proxy.redirect(other.address());

            assertThatThrownBy(old::line).isInstanceOf(SocketException.class);
            assertThat(askOnce("new")).isEqualTo("new");
            assertThat(other.accepted).hasValue(1);
            assertThat(proxy.upstream()).isEqualTo(other.address());
        }
    }

    @Test
    void aServersResetReachesTheClientAndAServerThatIsDownIsAReset() throws IOException {
        int port = echo.address().getPort();
        try (Client client = new Client(proxy)) {
            assertThat(client.ask("up")).isEqualTo("up");
            echo.close();
            assertThatThrownBy(client::line).isInstanceOf(SocketException.class);
        }
        assertThatThrownBy(() -> askOnce("down")).isInstanceOf(SocketException.class);

        try (EchoServer again = new EchoServer(port)) {
            assertThat(askOnce("up again")).isEqualTo("up again");
            assertThat(again.accepted).hasValue(1);
        }
        assertThat(proxy.stats().resets()).isZero();
    }

    @Test
    void aClosedProxySaysSoAndATakenPortAsWell() throws IOException {
        assertThatThrownBy(() -> TcpProxy.start("second", proxy.port(), echo.address(), SEED))
                .hasMessageContaining("proxy second cannot listen on port " + proxy.port());
        try (Client client = new Client(proxy)) {
            assertThat(client.ask("x")).isEqualTo("x");
            proxy.close();
            assertThatThrownBy(client::line).isInstanceOf(SocketException.class);
        }
        assertThatThrownBy(proxy::heal)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("proxy echo is closed");
        assertThat(proxy.stats().accepted()).isEqualTo(1);
    }

    private String askOnce(String text) throws IOException {
        try (Client client = new Client(proxy)) {
            return client.ask(text);
        }
    }

    private static void sendAndEnd(Client client, byte[] bytes) {
        try {
            client.socket.getOutputStream().write(bytes);
            client.socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(SEED).nextBytes(bytes);
        return bytes;
    }
}
