package dev.seonchak.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code stack.json} in the data directory: tells clients where everything is; flat, every value a string. */
public final class StackFile {
    public static final String NAME = "stack.json";

    private static final Pattern PAIR =
            Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Path file;
    private final SequencedMap<String, String> values;

    private StackFile(Path file, SequencedMap<String, String> values) {
        this.file = file;
        this.values = values;
    }

    /** Reads the file of this data directory; without one, all values are absent. */
    public static StackFile read(Path dataDir) {
        Path file = dataDir.resolve(NAME);
        SequencedMap<String, String> values = new LinkedHashMap<>();
        if (Files.exists(file)) {
            try {
                Matcher matcher = PAIR.matcher(Files.readString(file));
                while (matcher.find()) {
                    values.put(unescape(matcher.group(1)), unescape(matcher.group(2)));
                }
            } catch (IOException e) {
                throw new LocalStackException("Cannot read " + file + " (" + e + "): is it yours?", e);
            }
        }
        return new StackFile(file, values);
    }

    /** One value, such as {@code redisUrl}, {@code kafkaUrl}, {@code mysqlUrl}, {@code serviceUrl}. */
    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Sets values and writes the file, which only its owner may read: it holds the administrator's token. */
    synchronized void put(Map<String, String> more) {
        values.putAll(more);
        StringBuilder json = new StringBuilder("{");
        String separator = "\n";
        for (Map.Entry<String, String> entry : values.entrySet()) {
            json.append(separator).append("  \"").append(escape(entry.getKey())).append("\": \"");
            json.append(escape(entry.getValue())).append('"');
            separator = ",\n";
        }
        json.append("\n}\n");
        try {
            Path draft = Path.of(file + ".draft");
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, json);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LocalStackException("Cannot write " + file + " (" + e + "): is there room?", e);
        }
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String unescape(String text) {
        return text.replaceAll("\\\\(.)", "$1");
    }
}
