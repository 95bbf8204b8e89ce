package dev.seonchak.lab.proxy;

import com.sun.management.OperatingSystemMXBean;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * What the proxy costs in clear weather: CPU of this whole process, clients and echo server included, for the same
 * round trips with and without it, in turns, medians. No test; run its main method.
 */
final class ProxyCost {
    private static final int SMALL_BYTES = 100;
    private static final int LARGE_BYTES = 1 << 20;
    private static final int TURNS = 5;
    private static final double NS_PER_US = 1e3;

    private ProxyCost() {}

    public static void main(String[] args) throws IOException {
        try (EchoServer echo = new EchoServer();
                TcpProxy proxy = TcpProxy.start("cost", 0, echo.address(), 1)) {
            InetSocketAddress through = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), proxy.port());
            for (int connections : List.of(1, 8)) {
                compare("small request", echo.address(), through, connections, SMALL_BYTES, 40_000 / connections);
                compare("MB each way", echo.address(), through, connections, LARGE_BYTES, 400 / connections);
            }
        }
    }

    private static void compare(
            String what, InetSocketAddress direct, InetSocketAddress through, int connections, int bytes, int rounds) {
        double[] without = new double[TURNS];
        double[] with = new double[TURNS];
        double[] own = new double[TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            without[turn] = cpuUs(direct, connections, bytes, rounds);
            double ownBefore = proxyThreadUs();
            with[turn] = cpuUs(through, connections, bytes, rounds);
            own[turn] = (proxyThreadUs() - ownBefore) / ((double) connections * rounds);
        }
        System.out.printf(
                "%d connections, CPU per %s: %.1f us without, %.1f us with the proxy (its own thread %.1f us), x %.2f%n",
                connections, what, median(without), median(with), median(own), median(with) / median(without));
    }

    private static double median(double[] values) {
        return Arrays.stream(values)
                .sorted()
                .skip(values.length / 2)
                .findFirst()
                .orElseThrow();
    }

    private static double proxyThreadUs() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                        .filter(t -> t != null && t.getThreadName().equals("proxy-cost"))
                        .mapToLong(t -> threads.getThreadCpuTime(t.getThreadId()))
                        .sum()
                / NS_PER_US;
    }

    private static double cpuUs(InetSocketAddress to, int connections, int bytes, int rounds) {
        OperatingSystemMXBean self = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = self.getProcessCpuTime();
        CompletableFuture.allOf(IntStream.range(0, connections)
                        .mapToObj(i -> CompletableFuture.runAsync(
                                () -> roundTrips(to, bytes, rounds),
                                task -> Thread.ofPlatform().start(task)))
                        .toArray(CompletableFuture[]::new))
                .join();
        return (self.getProcessCpuTime() - before) / NS_PER_US / ((double) connections * rounds);
    }

    private static void roundTrips(InetSocketAddress to, int bytes, int rounds) {
        try (Socket socket = new Socket(to.getAddress(), to.getPort())) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            // No larger than what the sockets' buffers take, or sender and echo would wait for each other.
            byte[] piece = new byte[Math.min(bytes, 64 * 1024)];
            for (int i = 0; i < rounds; i++) {
                for (int at = 0; at < bytes; at += piece.length) {
                    out.write(piece);
                    in.readFully(piece);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
