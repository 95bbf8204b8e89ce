package dev.seonchak.localstack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one stack: data, logs and the records of its children, held by one parent at a time.
 *
 * <p>Opening it takes a file lock, which the system releases however the parent dies, and then stops what an earlier
 * parent left running: whoever holds the lock knows that all recorded children are orphans.
 */
final class DataDir implements AutoCloseable {
    private static final List<String> CONTENT = List.of(
            "redis",
            "redis-replica",
            "kafka",
            "brokers",
            "mysql",
            "mariadb",
            "influxdb",
            "prometheus",
            SmallDisk.FOLDER,
            "config",
            "logs",
            "children",
            StackFile.NAME);

    // A POSIX lock is lost when its process closes ANY descriptor of the file, so a second open within one JVM must be
    // refused before it touches the file.
    private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final FileChannel lock;
    private volatile boolean sealed;

    private DataDir(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    static DataDir open(Path path, Progress progress) {
        try {
            Files.createDirectories(path);
            Path root = path.toRealPath();
            if (!OPEN_HERE.add(root)) {
                throw inUse(root, Long.toString(ProcessHandle.current().pid()));
            }
            FileChannel channel = lock(root);
            if (channel == null) {
                OPEN_HERE.remove(root);
                throw inUse(root, Files.readString(root.resolve("lock")).strip());
            }
            DataDir dir = new DataDir(root, channel);
            dir.createFolders();
            Orphans.stop(dir.records(), progress);
            SmallDisk.unmountAll(root);
            return dir;
        } catch (IOException e) {
            throw new LocalStackException(
                    "Cannot use the data directory " + path + " (" + e
                            + "): make it writable, or name another with --data-dir.",
                    e);
        }
    }

    /** The lock of an existing directory, or null if another process holds it. */
    static @Nullable FileChannel lock(Path root) throws IOException {
        FileChannel channel =
                FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock();
        if (held == null) {
            channel.close();
            return null;
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    /** Whether this JVM itself has this directory open. */
    static boolean isOpenHere(Path root) throws IOException {
        return OPEN_HERE.contains(root.toRealPath());
    }

    private static LocalStackException inUse(Path root, String pid) {
        return new LocalStackException("The data directory " + root + " is in use by process " + pid
                + ". Stop that one first (Ctrl-C in its terminal), or start with another --data-dir and other ports.");
    }

    /** Deletes all data and logs. Only what a stack itself puts there: --data-dir may have been pointed at anything. */
    void wipe() {
        try {
            for (String name : CONTENT) {
                Trees.delete(root.resolve(name));
            }
            createFolders();
        } catch (IOException e) {
            throw new LocalStackException(
                    "Cannot wipe " + root + " (" + e + "): remove the directory by hand, or name another.", e);
        }
    }

    private void createFolders() throws IOException {
        Files.createDirectories(children());
        Files.createDirectories(logs());
        Files.createDirectories(config());
    }

    Path root() {
        return root;
    }

    Path config() {
        return root.resolve("config");
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path children() {
        return root.resolve("children");
    }

    List<ChildRecord> records() throws IOException {
        return records(children());
    }

    static List<ChildRecord> records(Path children) throws IOException {
        List<ChildRecord> records = new ArrayList<>();
        if (!Files.isDirectory(children)) {
            return records;
        }
        try (Stream<Path> files = Files.list(children)) {
            for (Path file : files.toList()) {
                ChildRecord child = ServerJars.name(file).endsWith(ChildRecord.SUFFIX) ? ChildRecord.read(file) : null;
                if (child != null) {
                    records.add(child);
                }
            }
        }
        return records;
    }

    /** From now on no child may be started: the stack is closing. */
    void seal() {
        sealed = true;
    }

    boolean sealed() {
        return sealed;
    }

    /** A server's data, filled if they are not there; renamed into place, so that they are never half filled. */
    static Path data(Path data, ServerCache.Filler filler) throws IOException {
        if (!Files.exists(data)) {
            Path draft = draft(data);
            Trees.delete(draft);
            Files.createDirectories(draft);
            filler.fill(draft);
            Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
        }
        return data;
    }

    /** Deletes a server's data; renamed first, so that they are never half deleted. */
    static void discard(Path data) throws IOException {
        Path draft = draft(data);
        Trees.delete(draft);
        if (Files.exists(data)) {
            Files.move(data, draft, StandardCopyOption.ATOMIC_MOVE);
            Trees.delete(draft);
        }
    }

    private static Path draft(Path data) {
        return Path.of(data + ".draft");
    }

    void remember(ChildRecord child) throws IOException {
        child.write(children());
    }

    void forget(String name) {
        try {
            Files.deleteIfExists(children().resolve(name + ChildRecord.SUFFIX));
        } catch (IOException leftBehind) {
            // Harmless: the record names a dead process, and the next start verifies before it stops anything.
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException released) {
            // The lock goes with the process at the latest.
        }
        OPEN_HERE.remove(root);
    }
}
