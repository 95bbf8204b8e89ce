package dev.seonchak.lab.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What happens to the bytes of one direction. Immutable, and printed in words.
 *
 * <p>A chunk is what one read from a socket gave: of a small request or reply usually the whole, of pipelined ones
 * often several.
 *
 * @param latency        how long each chunk is under way, on average; order within a connection is kept, and chunks
 *                       are under way side by side, up to {@link TcpProxy#HELD_BYTES}
 * @param jitter         by how much a chunk's latency may differ, either way, evenly spread
 * @param bytesPerSecond how fast each connection may be; 0: no bound
 * @param resetShare     the probability with which a chunk is thrown away and its connection reset
 * @param passage        whether bytes pass at all
 * @param lostChunks     with {@link Passage#LOST}: how many chunks are lost, over all connections; 0: no bound
 * @param lostFor        with {@link Passage#LOST}: how long, from the moment the weather is set; zero: no bound
 * @param refusing       whether new connections are reset at once
 */
public record Weather(
        Duration latency,
        Duration jitter,
        long bytesPerSecond,
        double resetShare,
        Passage passage,
        long lostChunks,
        Duration lostFor,
        boolean refusing) {

    /** What becomes of bytes; of two kinds that meet, the later one holds. */
    public enum Passage {
        /** They arrive. */
        PASSES,
        /** They are thrown away, and a connection that lost some is reset when the loss is over. */
        LOST,
        /** They wait, as behind a pulled cable, and arrive after it is plugged in again. */
        HELD
    }

    private static final double PERCENT = 100;
    private static final Weather CLEAR =
            new Weather(Duration.ZERO, Duration.ZERO, 0, 0, Passage.PASSES, 0, Duration.ZERO, false);

    public Weather {
        if (latency.isNegative() || jitter.isNegative() || lostFor.isNegative()) {
            throw new IllegalArgumentException("weather knows no negative time");
        }
        if (bytesPerSecond < 0 || lostChunks < 0) {
            throw new IllegalArgumentException("weather knows no negative number of bytes or chunks");
        }
        if (!(resetShare >= 0 && resetShare <= 1)) {
            throw new IllegalArgumentException("the share of resets must be 0 to 1, not " + resetShare);
        }
    }

    /** Everything passes at once. */
    public static Weather clear() {
        return CLEAR;
    }

    /** Every chunk is under way this long. */
    public static Weather delay(Duration latency) {
        return delay(latency, Duration.ZERO);
    }

    /** Every chunk is under way {@code latency - jitter} to {@code latency + jitter}, never less than nothing. */
    public static Weather delay(Duration latency, Duration jitter) {
        return new Weather(latency, jitter, 0, 0, Passage.PASSES, 0, Duration.ZERO, false);
    }

    /** No connection is faster than this. */
    public static Weather throttle(long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("a throttle must let a byte a second pass; blackHole() lets none");
        }
        return new Weather(Duration.ZERO, Duration.ZERO, bytesPerSecond, 0, Passage.PASSES, 0, Duration.ZERO, false);
    }

    /**
     * As if a cable were pulled: nothing passes, connections stay open, and what was sent arrives after healing. In one
     * direction alone it is a half-open connection. New connections wait in the kernel's queue, whichever of the two
     * directions is dead, since a handshake takes both.
     */
    public static Weather blackHole() {
        return passage(Passage.HELD, 0, Duration.ZERO);
    }

    /** New connections are reset at once; those that are open live on. */
    public static Weather refuse() {
        return new Weather(Duration.ZERO, Duration.ZERO, 0, 0, Passage.PASSES, 0, Duration.ZERO, true);
    }

    /** Each chunk is thrown away with this probability, and its connection reset. */
    public static Weather resets(double share) {
        return new Weather(Duration.ZERO, Duration.ZERO, 0, share, Passage.PASSES, 0, Duration.ZERO, false);
    }

    /**
     * Bytes are thrown away until the weather changes; then every connection that lost some is reset. Towards the
     * client: requests are executed and the client does not learn it.
     */
    public static Weather lose() {
        return passage(Passage.LOST, 0, Duration.ZERO);
    }

    /** The next chunks are thrown away; with the last of them, every connection that lost one is reset. */
    public static Weather lose(long chunks) {
        if (chunks < 1) {
            throw new IllegalArgumentException("at least one chunk must be lost, not " + chunks);
        }
        return passage(Passage.LOST, chunks, Duration.ZERO);
    }

    /** Bytes are thrown away for this long; then every connection that lost some is reset. */
    public static Weather lose(Duration lostFor) {
        if (lostFor.isZero()) {
            throw new IllegalArgumentException("bytes must be lost for some time");
        }
        return passage(Passage.LOST, 0, lostFor);
    }

    private static Weather passage(Passage passage, long lostChunks, Duration lostFor) {
        return new Weather(Duration.ZERO, Duration.ZERO, 0, 0, passage, lostChunks, lostFor, false);
    }

    /** Both at once: latencies add up, the tighter throttle holds, either reset may strike. */
    public Weather and(Weather other) {
        Weather worse = other.passage.compareTo(passage) > 0 ? other : this;
        return new Weather(
                latency.plus(other.latency),
                jitter.plus(other.jitter),
                bytesPerSecond == 0 || other.bytesPerSecond == 0
                        ? Math.max(bytesPerSecond, other.bytesPerSecond)
                        : Math.min(bytesPerSecond, other.bytesPerSecond),
                1 - (1 - resetShare) * (1 - other.resetShare),
                worse.passage,
                worse.lostChunks,
                worse.lostFor,
                refusing || other.refusing);
    }

    /** The same without {@link Passage#LOST}: what is left when a bounded loss is over. */
    Weather withoutLoss() {
        return passage == Passage.LOST
                ? new Weather(latency, jitter, bytesPerSecond, resetShare, Passage.PASSES, 0, Duration.ZERO, refusing)
                : this;
    }

    boolean delays() {
        return !latency.isZero() || !jitter.isZero();
    }

    /** Whether a chunk may be handed on as it comes. */
    boolean lets() {
        return passage == Passage.PASSES && bytesPerSecond == 0 && resetShare == 0 && !delays();
    }

    /** In words, such as {@code 200 ms ± 50 ms of delay, new connections refused}. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        if (delays()) {
            words.add(ms(latency) + (jitter.isZero() ? "" : " ± " + ms(jitter)) + " of delay");
        }
        if (bytesPerSecond > 0) {
            words.add("at most " + bytesPerSecond + " bytes/s a connection");
        }
        if (resetShare > 0) {
            words.add(String.format(Locale.ROOT, "%.3g %% of chunks reset their connection", resetShare * PERCENT));
        }
        switch (passage) {
            case PASSES -> {}
            case LOST -> words.add(loss());
            case HELD -> words.add("nothing passes");
        }
        if (refusing) {
            words.add("new connections refused");
        }
        return words.isEmpty() ? "clear" : String.join(", ", words);
    }

    private String loss() {
        if (lostChunks > 0) {
            return "the next " + (lostChunks == 1 ? "chunk" : lostChunks + " chunks") + " lost";
        }
        return lostFor.isZero() ? "everything lost" : "everything lost for " + ms(lostFor);
    }

    private static String ms(Duration time) {
        return time.toMillis() + " ms";
    }
}
