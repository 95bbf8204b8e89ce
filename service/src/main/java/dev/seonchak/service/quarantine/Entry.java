package dev.seonchak.service.quarantine;

import dev.seonchak.core.recorder.Issuance;
import org.jspecify.annotations.Nullable;

/**
 * One row of quarantine, without the record's bytes.
 *
 * @param reason the recorder's, or the database's, words
 * @param type the record's {@code ce_type} header; null where it has none
 * @param valueBytes length of the record's whole value
 * @param issuance the row that could not be written; null for garbage
 * @param sinceMs when it was put there, in milliseconds since the epoch
 * @param settlement how it was settled; null while it is not
 */
public record Entry(
        int partition,
        long offset,
        Kind kind,
        String reason,
        @Nullable String type,
        int valueBytes,
        @Nullable Issuance issuance,
        long sinceMs,
        @Nullable Settlement settlement) {

    /** Why a record is in quarantine. */
    public enum Kind {
        /** No reader can use it. */
        GARBAGE("garbage"),
        /** The log granted it, and a unique key refused the row. */
        DUPLICATE_KEY("duplicate-key");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As it stands in the table. */
        public String word() {
            return word;
        }

        static Kind of(String word) {
            return word.equals(DUPLICATE_KEY.word) ? DUPLICATE_KEY : GARBAGE;
        }
    }

    /**
     * What an operator did about it.
     *
     * @param atMs milliseconds since the epoch
     * @param action {@code acknowledged}, or {@code row-written}
     * @param removed rows that were deleted for it, in words; empty for none
     * @param note the operator's own words; empty for none
     */
    public record Settlement(long atMs, String action, String removed, String note) {}

    /** The row that belongs in issuance. Only for {@link Kind#DUPLICATE_KEY}. */
    public Issuance row() {
        if (issuance == null) {
            throw new IllegalStateException("garbage has no row");
        }
        return issuance;
    }
}
