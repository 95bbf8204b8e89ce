package dev.seonchak.service.recorder;

import dev.seonchak.core.recorder.LogPosition;
import org.jspecify.annotations.Nullable;

/** What became of a batch. */
sealed interface Applied {

    /**
     * Rows and position are committed.
     *
     * @param position the position afterwards
     * @param rows issuances written
     * @param garbage records put into quarantine because no reader can use them
     * @param duplicateKeys issuances put into quarantine because a unique key refused them
     * @param stoppedAt type of the record right behind {@code position}, which only a newer version understands; null where
     *     the whole batch was taken
     */
    record Advanced(
            LogPosition position,
            int rows,
            int garbage,
            int duplicateKeys,
            @Nullable String stoppedAt) implements Applied {}

    /**
     * Nothing was changed, because the database is somewhere else than the batch begins: another recorder wrote meanwhile,
     * or a commit whose answer was lost had arrived after all.
     *
     * @param position where the database really is
     */
    record Moved(LogPosition position) implements Applied {}
}
