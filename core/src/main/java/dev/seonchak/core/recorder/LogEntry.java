package dev.seonchak.core.recorder;

import dev.seonchak.core.record.Decoded;

/**
 * One place in a partition of the log, decoded.
 *
 * @param appendTimeMs the log's own time stamp, in milliseconds since the epoch
 */
public record LogEntry(long offset, long appendTimeMs, Decoded content) {}
