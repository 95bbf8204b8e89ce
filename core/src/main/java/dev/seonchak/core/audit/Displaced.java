package dev.seonchak.core.audit;

import dev.seonchak.core.recorder.Issuance;

/** A granted unit that a unique key of MySQL refused: in quarantine, so not lost, but no row. */
public record Displaced(Issuance issuance, String reason) {}
