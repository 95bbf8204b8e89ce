package dev.seonchak.core.ledger;

import dev.seonchak.core.record.LogRecord;

/** One record at its place in a random log. */
public record Step(int partition, LogRecord record, long appendTimeMs) {}
