package dev.seonchak.lab.page;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The browser of this machine. */
final class Chromium {
    static final String MISSING =
            "no Chromium: pages were not looked at. Debian: apt-get install chromium fonts-nanum; elsewhere say where: CHROMIUM=/path";

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private Chromium() {}

    /** Where {@code CHROMIUM} says, or on the {@code PATH}. */
    static Optional<Path> find() {
        Stream<Path> named = Stream.ofNullable(System.getenv("CHROMIUM")).map(Path::of);
        Stream<Path> onPath = Arrays.stream(
                        Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator, -1))
                .flatMap(dir -> NAMES.stream().map(name -> Path.of(dir, name)));
        return Stream.concat(named, onPath).filter(Files::isExecutable).findFirst();
    }
}
