package dev.seonchak.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A disk of a few MiB (a tmpfs) for the data of one server, to be filled up for real. It needs Linux and the right to
 * mount; its contents are gone when the stack is closed.
 *
 * <p>Disks are mounted below one folder of the data directory, so the kernel's own table of mounts tells a later parent
 * what a killed one left: there is no instant at which a disk exists without being recorded.
 */
public final class SmallDisk {
    static final String FOLDER = "disks";

    private static final String SOURCE = "seonchak-disk";
    private static final String BALLAST = "ballast";
    private static final int MIB = 1 << 20;
    private static final int REFUSALS = 100;

    private final Path dir;
    private final int sizeMiB;

    private SmallDisk(Path dir, int sizeMiB) {
        this.dir = dir;
        this.sizeMiB = sizeMiB;
    }

    /** Whether this machine lets this process mount one; tried out by mounting one for an instant. */
    public static boolean possible() {
        return obstacle().isEmpty();
    }

    /** Why this machine does not let this process mount one; empty: it does. */
    public static Optional<String> obstacle() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return Optional.of("small disks need Linux");
        }
        try {
            Path trial = Files.createTempDirectory("seonchak-disk-");
            try {
                // One shell does both, so that nothing stays if this process is killed in between.
                Tool.Result result = Tool.tryRun(
                        List.of(
                                "/bin/sh",
                                "-c",
                                "mount -t tmpfs -o size=64k " + SOURCE + " \"$1\" && umount \"$1\"",
                                "sh",
                                trial.toString()),
                        InputStream.nullInputStream());
                return result.exit() == 0
                        ? Optional.empty()
                        : Optional.of("small disks need the right to mount (root): "
                                + result.output().strip());
            } finally {
                Files.delete(trial);
            }
        } catch (IOException e) {
            return Optional.of("small disks cannot be tried out: " + e);
        }
    }

    /** Mounts the disk of one server. */
    static SmallDisk mount(Path root, String server, int sizeMiB) {
        try {
            Path dir = Files.createDirectories(root.resolve(FOLDER).resolve(server));
            run("mount", "-t", "tmpfs", "-o", "size=" + sizeMiB + "m,mode=700", SOURCE, dir.toString());
            return new SmallDisk(dir, sizeMiB);
        } catch (IOException e) {
            throw new LocalStackException(
                    "Cannot mount a disk of " + sizeMiB + " MiB for " + server + " (" + e
                            + "). Start without it, or as root on Linux.",
                    e);
        }
    }

    /** The disks of this data directory that are mounted, whoever did it. */
    static List<Path> mounted(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        Path folder = root.resolve(FOLDER);
        // Links are not followed: another user's temporary directory may have one in this place.
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> servers = Files.list(folder)) {
                for (Path dir : servers.toList()) {
                    if (Files.isDirectory(dir, LinkOption.NOFOLLOW_LINKS)
                            && Files.getFileStore(dir).name().equals(SOURCE)) {
                        found.add(dir);
                    }
                }
            }
        }
        return found;
    }

    /** Unmounts all disks of this data directory; those still in use go when their last user has ended. */
    static void unmountAll(Path root) throws IOException {
        for (Path dir : mounted(root)) {
            run("umount", "-l", dir.toString());
        }
    }

    private static void run(String... command) throws IOException {
        Tool.Result result = Tool.tryRun(List.of(command), InputStream.nullInputStream());
        if (result.exit() != 0) {
            throw new IOException(command[0] + ": exit " + result.exit() + ", "
                    + result.output().strip());
        }
    }

    /** Where it is mounted. */
    public Path dir() {
        return dir;
    }

    /** Its size in MiB. */
    public int sizeMiB() {
        return sizeMiB;
    }

    /**
     * Writes until not a byte more fits. A server that deletes files makes room again: then fill it again.
     *
     * @return how many bytes were written by this call
     */
    public long fill() {
        long written = 0;
        try (FileChannel ballast =
                FileChannel.open(dir.resolve(BALLAST), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(MIB);
            for (int refusals = 0; refusals < REFUSALS; refusals++) {
                written += writeUntilRefused(ballast, zeros);
                if (Files.getFileStore(dir).getUsableSpace() == 0) {
                    return written;
                }
            }
            throw new IOException("writing fails although there is room");
        } catch (IOException e) {
            throw new LocalStackException(
                    "Cannot fill the disk " + dir + " (" + e + "), " + written + " bytes were written: free it.", e);
        }
    }

    private static long writeUntilRefused(FileChannel ballast, ByteBuffer zeros) {
        long written = 0;
        try {
            while (true) {
                written += ballast.write(zeros.clear());
            }
        } catch (IOException refused) {
            return written;
        }
    }

    /** Deletes what {@link #fill()} wrote; nothing there: nothing done. */
    public void free() {
        try {
            Files.deleteIfExists(dir.resolve(BALLAST));
        } catch (IOException e) {
            throw new LocalStackException("Cannot free the disk " + dir + " (" + e + "): close the stack.", e);
        }
    }
}
