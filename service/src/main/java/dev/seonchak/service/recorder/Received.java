package dev.seonchak.service.recorder;

import dev.seonchak.core.recorder.LogEntry;
import org.jspecify.annotations.Nullable;

/** An entry of the log with the bytes it was decoded from, for the quarantine. */
final class Received {

    final LogEntry entry;
    final @Nullable String type;
    final byte @Nullable [] key;
    final byte @Nullable [] value;

    Received(LogEntry entry, @Nullable String type, byte @Nullable [] key, byte @Nullable [] value) {
        this.entry = entry;
        this.type = type;
        this.key = key;
        this.value = value;
    }
}
