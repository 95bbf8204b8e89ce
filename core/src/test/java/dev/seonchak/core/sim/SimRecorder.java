package dev.seonchak.core.sim;

import dev.seonchak.core.recorder.BatchFold;
import dev.seonchak.core.recorder.LogEntry;
import dev.seonchak.core.recorder.LogPosition;
import java.util.ArrayList;
import java.util.List;

/**
 * A recorder that believes it owns every partition. Two of them are a zombie and its successor. It may crash between any
 * two steps: read, fold, commit, and the acknowledgement of the commit.
 */
final class SimRecorder {

    private final World world;
    private final SimLog log;
    private final SimStore store;
    private final int id;
    private int life;
    private boolean upgraded;

    SimRecorder(World world, SimLog log, SimStore store, int id) {
        this.world = world;
        this.log = log;
        this.store = store;
        this.id = id;
    }

    void start(boolean newVersion) {
        life++;
        upgraded = newVersion;
        int thisLife = life;
        world.trace(() -> "recorder " + id + " starts");
        for (int p = 0; p < SimLog.PARTITIONS; p++) {
            int partition = p;
            world.after(world.between(0, 20), () -> begin(partition, thisLife));
        }
    }

    void crash() {
        life++;
        world.trace(() -> "recorder " + id + " crashes");
    }

    private void begin(int partition, int thisLife) {
        if (life != thisLife) {
            return;
        }
        LogPosition from = store.position(partition);
        List<LogEntry> batch = batch(partition, from.nextOffset());
        if (store.down || batch.isEmpty()) {
            world.after(world.between(5, 60), () -> begin(partition, thisLife));
            return;
        }
        BatchFold.Result result = BatchFold.fold(partition, SimLog.PARTITIONS, from, store, batch);
        if (world.mutation == Mutation.POSITION_COMMITTED_BEFORE_THE_ROWS) {
            store.advance(partition, result);
            world.after(world.between(0, 30), () -> rowsAfterThePosition(partition, result, thisLife));
            return;
        }
        int pause = world.fault(60) ? world.between(200, 3_000) : world.between(0, 20);
        world.after(pause, () -> commit(partition, from, result, thisLife));
    }

    private List<LogEntry> batch(int partition, long from) {
        var batch = new ArrayList<LogEntry>();
        for (SimLog.Entry entry : log.read(partition, from, world.between(1, 20))) {
            batch.add(new LogEntry(entry.offset(), entry.appendTimeMs(), entry.decoded(upgraded)));
        }
        return batch;
    }

    private void commit(int partition, LogPosition from, BatchFold.Result result, int thisLife) {
        if (life != thisLife) {
            world.saw(World.Seen.RECORDER_CRASHED_BEFORE_COMMIT);
            return;
        }
        if (!store.down) {
            store.commit(partition, from, result);
        }
        if (world.fault(30)) {
            // Committed, but it never learns that: the position says so when it begins again.
            int restarted = ++life;
            world.after(world.between(10, 500), () -> restart(restarted));
            return;
        }
        int pause = result.stoppedAt() == null ? world.between(1, 30) : world.between(50, 150);
        world.after(pause, () -> begin(partition, thisLife));
    }

    private void restart(int ofLife) {
        if (life == ofLife) {
            start(upgraded);
        }
    }

    private void rowsAfterThePosition(int partition, BatchFold.Result result, int thisLife) {
        if (life == thisLife) {
            store.write(partition, result);
            store.check(partition);
            world.after(world.between(1, 30), () -> begin(partition, thisLife));
        }
    }
}
