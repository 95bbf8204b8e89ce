package dev.seonchak.audit;

import dev.seonchak.core.audit.Words;

/** Told, from time to time, how far the reading is. */
@FunctionalInterface
public interface Progress {

    /** Tells nobody. */
    Progress SILENT = (what, done, total) -> {};

    /**
     * A part has come so far.
     *
     * @param what such as "the log"
     * @param total 0 where it is not known
     */
    void at(Words what, long done, long total);
}
