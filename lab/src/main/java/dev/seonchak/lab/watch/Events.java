package dev.seonchak.lab.watch;

import dev.seonchak.core.audit.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

/** What happened during a run: what the lab noted, and what can be read from a {@link Recording}. */
public final class Events {
    private final LongSupplier wallMs;
    private final List<Event> noted = new ArrayList<>();

    /** Nothing yet. The clock is the wall clock in milliseconds. */
    public Events(LongSupplier wallMs) {
        this.wallMs = wallMs;
    }

    /** Notes what the lab does now, such as {@code Redis: nothing passes}. */
    public void note(Words text) {
        note(wallMs.getAsLong(), text);
    }

    /** Notes what the lab did at an instant. */
    public synchronized void note(long atMs, Words text) {
        noted.add(new Event(atMs, Event.Origin.LAB, "", text));
    }

    /** What was noted, in order of time. */
    public synchronized List<Event> noted() {
        return sorted(noted);
    }

    /** What was noted and what the recording shows, in order of time; of one instant, the lab's own first. */
    public List<Event> all(Recording recording) {
        List<Event> all = new ArrayList<>(noted());
        all.addAll(Happenings.in(recording));
        return sorted(all);
    }

    private static List<Event> sorted(List<Event> events) {
        return events.stream()
                .sorted(Comparator.comparingLong(Event::atMs)
                        .thenComparing(Event::origin)
                        .thenComparing(Event::node))
                .toList();
    }
}
