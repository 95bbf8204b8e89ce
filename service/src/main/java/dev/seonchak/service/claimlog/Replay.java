package dev.seonchak.service.claimlog;

import dev.seonchak.core.ledger.Ledger;
import dev.seonchak.core.record.Decoded;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The ledger as the log makes it, in a tool's own memory: read from the beginning, and read on whenever asked. One thread. */
public final class Replay {

    private final LogReader log;
    private final Ledger ledger;
    private final long[] next;

    /** Nothing read yet. */
    public Replay(LogReader log) {
        this.log = log;
        this.ledger = new Ledger(log.partitions());
        this.next = new long[log.partitions()];
    }

    /** The ledger as of the last {@link #catchUp}. Says nothing true about a partition that was not read. */
    public Ledger ledger() {
        return ledger;
    }

    /** Records read so far. */
    public long records() {
        long all = 0;
        for (long offset : next) {
            all += offset;
        }
        return all;
    }

    /**
     * Reads a partition on to the end that it has now.
     *
     * @throws LogUnreadable also at a record of a newer version: guessing could say something wrong
     */
    public void catchUp(int partition) {
        long end = log.end(partition);
        boolean ignored = log.read(partition, next[partition], end, records -> {
            records.forEach(this::apply);
            return true;
        });
        next[partition] = Math.max(next[partition], end);
    }

    /** Reads every partition on to the end that it has now. */
    public void catchUp() {
        for (int partition = 0; partition < next.length; partition++) {
            catchUp(partition);
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        switch (LogReader.decode(record)) {
            case Decoded.Known known -> {
                var ignored = ledger.apply(record.partition(), known.record(), record.timestamp());
            }
            case Decoded.Garbage garbage -> {} // every reader skips it
            case Decoded.TooNew tooNew ->
                throw new LogUnreadable("The record at " + record.topic() + "-" + record.partition() + " offset "
                        + record.offset() + " has type " + tooNew.type()
                        + ", which this version does not know. Use the tools of the version that wrote it.");
        }
        next[record.partition()] = record.offset() + 1;
    }
}
