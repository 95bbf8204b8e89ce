package dev.seonchak.service.deploy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** An image in a tar as {@code docker load} takes it. */
final class Image {

    /** A file of a layer; the first layer is 0. */
    record Layered(int layer, TarArchiveEntry entry, Buffer content) {

        String path() {
            return entry.getName();
        }

        Instant modified() {
            return entry.getLastModifiedTime().toInstant();
        }
    }

    private final Map<String, byte[]> tar;
    private final JsonObject manifest;

    private Image(Map<String, byte[]> tar) {
        this.tar = tar;
        this.manifest = new JsonArray(text("manifest.json")).getJsonObject(0);
    }

    static Image read(Path file) throws IOException {
        var tar = new HashMap<String, byte[]>();
        try (var in = new TarArchiveInputStream(Files.newInputStream(file))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                tar.put(entry.getName(), in.readAllBytes());
            }
        }
        return new Image(tar);
    }

    private String text(String name) {
        return Buffer.buffer(part(name)).toString();
    }

    private byte[] part(String name) {
        byte[] part = tar.get(name);
        if (part == null) {
            throw new IllegalArgumentException("no " + name + " among " + tar.keySet());
        }
        return part;
    }

    /** The name by which it can be run once it is loaded. */
    String name() {
        return manifest.getJsonArray("RepoTags").getString(0);
    }

    /** The whole configuration; what a container is started with is its {@code config}. */
    JsonObject json() {
        return new JsonObject(text(manifest.getString("Config")));
    }

    JsonObject config() {
        return json().getJsonObject("config");
    }

    Stream<String> configured(String list) {
        return config().getJsonArray(list).stream().map(String::valueOf);
    }

    /** What travels: all layers, compressed. */
    long bytes() {
        return layers().mapToLong(layer -> part(layer).length).sum();
    }

    private Stream<String> layers() {
        return manifest.getJsonArray("Layers").stream().map(String::valueOf);
    }

    /** Files and folders of all layers, the lowest layer first. */
    List<Layered> entries() throws IOException {
        var entries = new ArrayList<Layered>();
        List<String> layers = layers().toList();
        for (int i = 0; i < layers.size(); i++) {
            InputStream bytes = new ByteArrayInputStream(part(layers.get(i)));
            try (var in = new TarArchiveInputStream(new GZIPInputStream(bytes))) {
                for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    entries.add(new Layered(i, entry, Buffer.buffer(in.readAllBytes())));
                }
            }
        }
        return entries;
    }

    List<Layered> files() throws IOException {
        return entries().stream().filter(file -> !file.entry().isDirectory()).toList();
    }

    /** Makes its file system in a folder, layer upon layer. */
    void unpack(Path root) throws IOException {
        for (Layered file : files()) {
            Path to = root.resolve(file.path());
            Files.createDirectories(to.resolveSibling(""));
            Files.write(to, file.content().getBytes());
        }
    }
}
