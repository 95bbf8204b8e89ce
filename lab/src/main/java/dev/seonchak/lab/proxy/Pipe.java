package dev.seonchak.lab.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/**
 * One direction of one connection: what was read waits in order until the weather and the sink let it go. Belongs to
 * the proxy's thread.
 *
 * <p>In clear weather a chunk is written from the buffer that it was read into, and nothing is kept.
 */
final class Pipe {
    /** How the source ended. It travels behind the bytes that came before it, through the same weather. */
    private enum End {
        NOT_YET,
        FIN,
        RST
    }

    private record Chunk(ByteBuffer bytes, long dueNs) {}

    static final long NEVER = Long.MAX_VALUE;

    // What a held chunk costs beside its bytes, so that many tiny ones cannot eat the heap.
    private static final int CHUNK_COST_BYTES = 128;
    // A throttled connection sends this part of a second's bytes at a time.
    private static final int SLICES_PER_S = 50;

    private final Link link;
    private final SocketChannel from;
    private final SocketChannel to;
    private final Sky sky;
    private final ArrayDeque<Chunk> held = new ArrayDeque<>();
    private long heldBytes;
    private long lastDueNs;
    private long throttledUntilNs;
    private End end = End.NOT_YET;
    private boolean ended;
    private boolean sinkGone;
    private boolean choked;
    private boolean holed;
    private long wakeNs = NEVER;

    Pipe(Link link, SocketChannel from, SocketChannel to, Sky sky) {
        this.link = link;
        this.from = from;
        this.to = to;
        this.sky = sky;
    }

    boolean wantsToRead() {
        return end == End.NOT_YET && heldBytes < TcpProxy.HELD_BYTES;
    }

    /** What waits here, counting what it costs to keep. */
    long heldBytes() {
        return heldBytes;
    }

    /** Whether the sink has to become writable first. */
    boolean choked() {
        return choked;
    }

    /** Whether bytes are missing in what the sink got. */
    boolean holed() {
        return holed;
    }

    /** Whether the source's end has arrived at the sink. */
    boolean ended() {
        return ended;
    }

    /** When to pump again, on the proxy's clock. */
    long wakeNs() {
        return wakeNs;
    }

    boolean flowsUnder(Sky of) {
        return sky.equals(of);
    }

    /** Reads one chunk and lets it go as far as it may. */
    void read(ByteBuffer buffer, long nowNs) {
        buffer.clear();
        int length;
        try {
            length = from.read(buffer);
        } catch (IOException reset) {
            end(true, nowNs);
            return;
        }
        if (length < 0) {
            end(false, nowNs);
        } else if (length > 0 && !sinkGone) {
            buffer.flip();
            arrived(buffer, nowNs);
        }
    }

    private void arrived(ByteBuffer chunk, long nowNs) {
        if (sky.lets() && held.isEmpty()) {
            write(chunk);
            if (chunk.hasRemaining() && !sinkGone) {
                hold(chunk, nowNs);
            }
        } else if (sky.strikes()) {
            link.reset();
        } else if (sky.loses()) {
            holed = true;
            if (sky.lostLast(chunk.remaining())) {
                link.lossOver(sky);
            }
        } else {
            hold(chunk, nowNs + sky.underWayNs());
            pump(nowNs);
        }
    }

    private void hold(ByteBuffer chunk, long dueNs) {
        lastDueNs = Math.max(lastDueNs, dueNs);
        heldBytes += chunk.remaining() + CHUNK_COST_BYTES;
        held.addLast(new Chunk(ByteBuffer.allocate(chunk.remaining()).put(chunk).flip(), lastDueNs));
    }

    /** The source has ended, orderly or not; a reset overtakes an orderly end, never the other way round. */
    void end(boolean byReset, long nowNs) {
        if (end == End.RST || (end == End.FIN && !byReset)) {
            return;
        }
        end = byReset || holed ? End.RST : End.FIN;
        ended = false;
        lastDueNs = Math.max(lastDueNs, nowNs + sky.underWayNs());
        pump(nowNs);
    }

    /** The sink has room again. */
    void unchoke(long nowNs) {
        choked = false;
        pump(nowNs);
    }

    /** Hands on what is due, and says when there is more to do. */
    void pump(long nowNs) {
        wakeNs = NEVER;
        while (!choked && !held.isEmpty()) {
            Chunk first = held.getFirst();
            if (mustWait(first.dueNs, nowNs)) {
                return;
            }
            ByteBuffer bytes = first.bytes;
            if (sky.bytesPerSecond() == 0) {
                write(bytes);
            } else {
                writeThrottled(bytes, nowNs);
            }
            // A sink that is gone has emptied the queue.
            if (!bytes.hasRemaining() && !held.isEmpty()) {
                heldBytes -= held.removeFirst().bytes.capacity() + CHUNK_COST_BYTES;
            }
        }
        if (!choked && end != End.NOT_YET && !ended && !mustWait(lastDueNs, nowNs)) {
            handOnEnd();
        }
    }

    private boolean mustWait(long dueNs, long nowNs) {
        if (sky.holds()) {
            return true;
        }
        long untilNs = Math.max(sky.delays() ? dueNs : 0, sky.bytesPerSecond() > 0 ? throttledUntilNs : 0);
        if (untilNs > nowNs) {
            wakeNs = untilNs;
            return true;
        }
        return false;
    }

    private void writeThrottled(ByteBuffer bytes, long nowNs) {
        int slice = Math.clamp(sky.bytesPerSecond() / SLICES_PER_S, 1, bytes.remaining());
        int limit = bytes.limit();
        bytes.limit(bytes.position() + slice);
        int before = bytes.position();
        write(bytes);
        bytes.limit(limit);
        throttledUntilNs = nowNs + sky.busyNs(bytes.position() - before);
    }

    private void write(ByteBuffer bytes) {
        try {
            sky.bytes += to.write(bytes);
            choked = bytes.hasRemaining();
        } catch (IOException gone) {
            discard();
            link.sinkGone(this);
        }
    }

    /** Nobody is there to read: what is held and what comes is thrown away. */
    private void discard() {
        sinkGone = true;
        choked = false;
        held.clear();
        heldBytes = 0;
    }

    private void handOnEnd() {
        ended = true;
        if (end == End.RST) {
            link.cut();
            return;
        }
        try {
            if (!sinkGone) {
                to.shutdownOutput();
            }
            link.closeIfEnded();
        } catch (IOException gone) {
            discard();
            link.sinkGone(this);
        }
    }
}
