package dev.seonchak.lab.watch;

import java.util.List;

/** What the application did, read from a recording. */
final class Happenings {
    private Happenings() {}

    static List<Event> in(Recording recording) {
        return List.of();
    }
}
