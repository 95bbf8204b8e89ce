package dev.seonchak.localstack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Temporary stacks of test runs that were killed: their servers still run, and nobody will start there again. */
final class Leftovers {
    static final String PREFIX = "seonchak-stack-";

    private Leftovers() {}

    /** Stops and deletes what other, killed parents left beside this temporary directory. */
    static void sweep(Path own) {
        Path dir = Trees.parent(own);
        try (Stream<Path> siblings = Files.list(dir)) {
            for (Path other : siblings.toList()) {
                if (ServerJars.name(other).startsWith(PREFIX) && !other.equals(own) && Files.isWritable(other)) {
                    sweepOne(other);
                }
            }
        } catch (IOException busy) {
            // Only tidying up: whoever comes next tries again.
        }
    }

    private static void sweepOne(Path root) throws IOException {
        // Without a record or a disk it is either empty or just being started: leave it alone.
        List<ChildRecord> records = DataDir.records(root.resolve("children"));
        boolean nothingLeft = records.isEmpty() && SmallDisk.mounted(root).isEmpty();
        if (nothingLeft || DataDir.isOpenHere(root)) {
            return;
        }
        try (FileChannel lock = DataDir.lock(root)) {
            if (lock != null) {
                records.forEach(child -> child.process().ifPresent(ProcessHandle::destroyForcibly));
                SmallDisk.unmountAll(root);
                Trees.delete(root);
            }
        }
    }
}
