package dev.seonchak.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.GZIPInputStream;

/**
 * Unpacked servers and freshly initialised data directories, each made once per user and machine.
 *
 * <p>An entry is filled in a directory of its own and appears by one atomic rename, so that starts at the same time may
 * do the work twice but never see half of it.
 */
final class ServerCache {
    private static final String DIR_VARIABLE = "SEONCHAK_CACHE_DIR";

    private final Path root;

    ServerCache(Path root) {
        this.root = root;
    }

    /** {@code $SEONCHAK_CACHE_DIR}, or else {@code ~/.cache/seonchak/servers}. */
    static ServerCache ofUser() {
        String dir = System.getenv(DIR_VARIABLE);
        return new ServerCache(
                dir != null && !dir.isBlank()
                        ? Path.of(dir).toAbsolutePath()
                        : Path.of(System.getProperty("user.home", "."), ".cache", "seonchak", "servers")
                                .toAbsolutePath());
    }

    /** Fills the empty directory of a new cache entry. */
    @FunctionalInterface
    interface Filler {
        void fill(Path dir) throws IOException;
    }

    /** The entry's directory, filled first if this machine has none. */
    Path entry(String name, Filler filler) {
        Path entry = root.resolve(name);
        if (Files.isDirectory(entry)) {
            return entry;
        }
        try {
            Files.createDirectories(root);
            Path filling = Files.createTempDirectory(root, ".filling-");
            try {
                filler.fill(filling);
                Files.move(filling, entry, StandardCopyOption.ATOMIC_MOVE);
            } catch (DirectoryNotEmptyException | FileAlreadyExistsException otherWasFirst) {
                return entry;
            } finally {
                Trees.delete(filling);
            }
            return entry;
        } catch (IOException e) {
            throw new LocalStackException(
                    "Cannot unpack " + name + " into " + root + " (" + e
                            + "): make room or make it writable, or name another directory in $" + DIR_VARIABLE + ".",
                    e);
        }
    }

    /** The one entry of a jar whose name starts and ends like this. */
    static Optional<String> find(Path jar, String prefix, String suffix) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.startsWith(prefix) && name.endsWith(suffix))
                    .findFirst();
        }
    }

    /** Copies one file out of a jar and makes it executable. */
    static void extractExecutable(Path jar, String name, Path target) throws IOException {
        try (JarFile file = new JarFile(jar.toFile());
                InputStream in = file.getInputStream(file.getEntry(name))) {
            Files.copy(in, target);
        }
        Trees.makeExecutable(target);
    }

    /** Unpacks a tar.gz that lies in a jar. */
    static void extractTarGz(Path jar, String name, Path target) throws IOException {
        Process tar = new ProcessBuilder("tar", "-xf", "-", "-C", target.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (JarFile file = new JarFile(jar.toFile());
                InputStream in = new GZIPInputStream(file.getInputStream(file.getEntry(name)), 1 << 16);
                OutputStream out = tar.getOutputStream()) {
            in.transferTo(out);
        }
        int exit = Waits.exit(tar);
        if (exit != 0) {
            throw new IOException("tar ended with " + exit + " on " + name);
        }
    }

    /** Copies everything below a folder of a jar; files in the folders named {@code bin} become executable. */
    static void extractFolder(Path jar, String folder, Path target, List<String> wanted) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().toList()) {
                String path = entry.getName();
                if (entry.isDirectory() || !path.startsWith(folder)) {
                    continue;
                }
                String relative = path.substring(folder.length());
                if (wanted.stream().noneMatch(relative::startsWith)) {
                    continue;
                }
                Path to = target.resolve(relative).normalize();
                if (!to.startsWith(target)) {
                    throw new IOException("an entry points outside the archive: " + path);
                }
                Files.createDirectories(Trees.parent(to));
                try (InputStream in = file.getInputStream(entry)) {
                    Files.copy(in, to);
                }
                if (relative.startsWith("bin/")) {
                    Trees.makeExecutable(to);
                }
            }
        }
    }
}
