package dev.seonchak.lab.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on 127.0.0.1 in front of one server, with {@link Weather} in each direction. One selector, one thread.
 *
 * <p>Every method may be called from any thread and returns when its change holds, for new connections and for those
 * that are open. Each throws {@link IllegalStateException} when the proxy is closed or has died. The same seed throws
 * the same dice; which chunk meets which throw is up to the traffic.
 */
public final class TcpProxy implements AutoCloseable {
    /** How much a direction of a connection holds back, at most; then the sender is not read any more. */
    public static final int HELD_BYTES = 1024 * 1024;

    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int BACKLOG = 1024;
    private static final long CONTROL_WITHIN_S = 10;
    private static final long NS_PER_MS = 1_000_000;

    private final String name;
    private final int port;
    private final Selector selector;
    private final ServerSocketChannel listener;
    private final SelectionKey acceptKey;
    private final Thread thread;
    private final long originNs = System.nanoTime();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean closing;
    private volatile boolean over;
    private volatile @Nullable Throwable death;
    private volatile InetSocketAddress upstream;

    // The rest belongs to the proxy's thread.
    private final Sky toServer;
    private final Sky toClient;
    private final Set<Link> links = new HashSet<>();
    private final Set<Link> waiting = new HashSet<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
    private long accepted;
    private long refused;
    private long resets;

    private TcpProxy(String name, int listenPort, InetSocketAddress upstream, long seed) throws IOException {
        this.name = name;
        this.upstream = upstream;
        toServer = new Sky(seed);
        toClient = new Sky(~seed);
        selector = Selector.open();
        listener = ServerSocketChannel.open();
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), listenPort), BACKLOG);
            listener.configureBlocking(false);
            acceptKey = listener.register(selector, SelectionKey.OP_ACCEPT);
            port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        } catch (IOException e) {
            listener.close();
            selector.close();
            throw new IOException("proxy " + name + " cannot listen on port " + listenPort + ": " + e.getMessage(), e);
        }
        thread = Thread.ofPlatform().daemon().name("proxy-" + name).unstarted(this::run);
    }

    /**
     * Listens and forwards, in clear weather.
     *
     * @param name       what it stands in front of, for messages
     * @param listenPort its port on 127.0.0.1; 0: a free one
     * @param upstream   the server; it need not be up yet
     * @param seed       of resets and jitter
     * @throws IOException when the port is taken
     */
    public static TcpProxy start(String name, int listenPort, InetSocketAddress upstream, long seed)
            throws IOException {
        requireResolved(upstream);
        TcpProxy proxy = new TcpProxy(name, listenPort, upstream, seed);
        proxy.thread.start();
        return proxy;
    }

    private static void requireResolved(InetSocketAddress upstream) {
        if (upstream.isUnresolved()) {
            throw new IllegalArgumentException("no such host: " + upstream);
        }
    }

    /** What it stands in front of. */
    public String name() {
        return name;
    }

    /** The port on 127.0.0.1 that clients connect to. */
    public int port() {
        return port;
    }

    /** Where new connections go. */
    public InetSocketAddress upstream() {
        return upstream;
    }

    /** From now on new connections go there; all that are open are reset. */
    public void redirect(InetSocketAddress newUpstream) {
        requireResolved(newUpstream);
        control(() -> {
            upstream = newUpstream;
            resetLinks();
            return newUpstream;
        });
    }

    /** Changes one direction's weather. Connections that lost bytes are reset when their loss is over by this. */
    public void weather(Direction direction, Weather weather) {
        control(() -> {
            change(sky(direction), weather);
            return weather;
        });
    }

    /** Changes the weather of both directions. */
    public void weather(Weather weather) {
        control(() -> {
            change(toServer, weather);
            change(toClient, weather);
            return weather;
        });
    }

    /** The weather of a direction as it is now; a bounded loss that is over is in it no more. */
    public Weather weather(Direction direction) {
        return control(() -> sky(direction).weather());
    }

    /** Requests pass and are executed, replies are thrown away, until {@link #heal()}. */
    public void loseReplies() {
        weather(Direction.TO_CLIENT, Weather.lose());
    }

    /** Resets every connection that is open. */
    public void reset() {
        control(() -> {
            resetLinks();
            return name;
        });
    }

    /** Back to clear weather: what was held back arrives now, connections that lost bytes are reset. */
    public void heal() {
        weather(Weather.clear());
    }

    /** What it has done since its start; after {@link #close()}, until then. */
    public Stats stats() {
        return over ? snapshot() : control(this::snapshot);
    }

    private Stats snapshot() {
        return new Stats(
                links.size(),
                accepted,
                refused,
                resets,
                toServer.bytes,
                toClient.bytes,
                links.stream().mapToLong(Link::heldBytes).sum(),
                toServer.bytesLost + toClient.bytesLost);
    }

    /** Stops listening, resets every connection and ends the thread. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CONTROL_WITHIN_S));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T control(Supplier<T> change) {
        CompletableFuture<T> done = new CompletableFuture<>();
        tasks.add(() -> {
            if (over) {
                done.completeExceptionally(new IllegalStateException("closed"));
            } else {
                done.complete(change.get());
            }
        });
        selector.wakeup();
        if (over) {
            runTasks();
        }
        try {
            return done.get(CONTROL_WITHIN_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            String why = death == null ? " is closed" : " has died: " + death;
            throw new IllegalStateException("proxy " + name + why, death == null ? e.getCause() : death);
        } catch (TimeoutException e) {
            throw new IllegalStateException("proxy " + name + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while changing proxy " + name, e);
        }
    }

    private void run() {
        try {
            while (!closing) {
                selector.select(this::ready, timeoutMs());
                runTasks();
                pumpWaiting();
                endLosses();
            }
        } catch (IOException | RuntimeException | Error e) {
            // Told by the next call: a proxy that is dead must not pass for weather.
            death = e;
        } finally {
            resetAllAndClose();
        }
    }

    private void resetAllAndClose() {
        List.copyOf(links).forEach(Link::cut);
        try {
            listener.close();
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("proxy " + name + " cannot close its sockets", e);
        } finally {
            over = true;
            runTasks();
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Link link) {
            link.ready(key, buffer, nowNs());
        } else {
            accept();
        }
    }

    private void accept() {
        SocketChannel client;
        try {
            client = listener.accept();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot accept connections", e);
        }
        if (client == null) {
            return;
        }
        if (toServer.weather().refusing() || toClient.weather().refusing()) {
            refused++;
            drop(client);
            return;
        }
        accepted++;
        try {
            connect(client, SocketChannel.open());
        } catch (IOException noSocket) {
            drop(client);
        }
    }

    private void connect(SocketChannel client, SocketChannel server) {
        try {
            for (SocketChannel socket : List.of(client, server)) {
                socket.configureBlocking(false);
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            server.connect(upstream);
            Link link = new Link(this, selector, client, server, toServer, toClient);
            links.add(link);
            link.settle();
        } catch (IOException unreachable) {
            // The server, or a client that left before its turn in the queue came.
            drop(client);
            Link.close(server);
        }
    }

    private static void drop(SocketChannel client) {
        Link.linger(client);
        Link.close(client);
    }

    private Sky sky(Direction direction) {
        return switch (direction) {
            case TO_SERVER -> toServer;
            case TO_CLIENT -> toClient;
        };
    }

    private void change(Sky sky, Weather weather) {
        boolean lost = sky.loses();
        sky.set(weather, nowNs());
        if (lost && !sky.loses()) {
            List.copyOf(links).stream().filter(link -> link.holed(sky)).forEach(Link::reset);
        }
        boolean refusing = toServer.weather().refusing() || toClient.weather().refusing();
        boolean dead = toServer.holds() || toClient.holds();
        acceptKey.interestOps(dead && !refusing ? 0 : SelectionKey.OP_ACCEPT);
        List.copyOf(links).forEach(link -> link.pump(nowNs()));
    }

    /** A bounded loss has reached its bound. */
    void lossOver(Sky sky) {
        change(sky, sky.weather().withoutLoss());
    }

    private void endLosses() {
        for (Sky sky : List.of(toServer, toClient)) {
            if (sky.lossEndsNs() <= nowNs()) {
                lossOver(sky);
            }
        }
    }

    private void resetLinks() {
        List.copyOf(links).forEach(Link::reset);
    }

    void countReset() {
        resets++;
    }

    void gone(Link link) {
        links.remove(link);
        waiting.remove(link);
    }

    /** Remembers that a link has something to do at an instant, or has nothing to do. */
    void wakeAt(Link link, long wakeNs) {
        if (wakeNs != Pipe.NEVER) {
            waiting.add(link);
        } else if (!waiting.isEmpty()) {
            waiting.remove(link);
        }
    }

    private void pumpWaiting() {
        if (waiting.isEmpty()) {
            return;
        }
        long nowNs = nowNs();
        for (Link link : new ArrayList<>(waiting)) {
            if (link.wakeNs() <= nowNs) {
                link.pump(nowNs);
            }
        }
    }

    private long timeoutMs() {
        long wakeNs = Math.min(toServer.lossEndsNs(), toClient.lossEndsNs());
        for (Link link : waiting) {
            wakeNs = Math.min(wakeNs, link.wakeNs());
        }
        // Zero would wait for ever; a millisecond too late is in the nature of a delay, too early is not.
        return wakeNs == Pipe.NEVER ? 0 : Math.max(0, wakeNs - nowNs()) / NS_PER_MS + 1;
    }

    /** The proxy's clock: nanoseconds since it was made. */
    long nowNs() {
        return System.nanoTime() - originNs;
    }
}
