package dev.seonchak.lab.proxy;

import java.time.Duration;
import java.util.Random;

/** One direction's weather as it is now, its dice and its counts. Belongs to the proxy's thread. */
final class Sky {
    private final Random dice;
    private Weather weather = Weather.clear();
    private boolean lets = true;
    private long latencyNs;
    private long jitterNs;
    private long chunksLeft;
    private long lossEndsNs;

    long bytes;
    long bytesLost;

    Sky(long seed) {
        dice = new Random(seed);
    }

    Weather weather() {
        return weather;
    }

    void set(Weather next, long nowNs) {
        weather = next;
        lets = next.lets();
        latencyNs = next.latency().toNanos();
        jitterNs = next.jitter().toNanos();
        chunksLeft = next.lostChunks();
        lossEndsNs = next.lostFor().isZero()
                ? Long.MAX_VALUE
                : nowNs + next.lostFor().toNanos();
    }

    /** Whether a chunk may be handed on as it comes. */
    boolean lets() {
        return lets;
    }

    boolean loses() {
        return weather.passage() == Weather.Passage.LOST;
    }

    boolean holds() {
        return weather.passage() == Weather.Passage.HELD;
    }

    /** Counts a lost chunk; true when it was the last one that this weather wanted. */
    boolean lostLast(int length) {
        bytesLost += length;
        return chunksLeft > 0 && --chunksLeft == 0;
    }

    /** When the loss is over by itself, on the proxy's clock; {@link Long#MAX_VALUE}: never, or there is none. */
    long lossEndsNs() {
        return loses() ? lossEndsNs : Long.MAX_VALUE;
    }

    boolean strikes() {
        return weather.resetShare() > 0 && dice.nextDouble() < weather.resetShare();
    }

    /** How long a chunk that comes now is under way. */
    long underWayNs() {
        return jitterNs == 0
                ? latencyNs
                : Math.max(0, latencyNs - jitterNs + (long) (dice.nextDouble() * 2 * jitterNs));
    }

    boolean delays() {
        return weather.delays();
    }

    long bytesPerSecond() {
        return weather.bytesPerSecond();
    }

    /** How long these bytes keep a throttled connection busy. */
    long busyNs(int length) {
        return length * Duration.ofSeconds(1).toNanos() / weather.bytesPerSecond();
    }
}
