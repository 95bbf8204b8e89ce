package dev.seonchak.core.claim;

import dev.seonchak.core.ledger.Verdict;
import dev.seonchak.core.record.LogRecord.Claimed;

/** A claim that was read back from the log, and what the ledger said. */
public record Applied(Claimed claim, Verdict verdict) {}
