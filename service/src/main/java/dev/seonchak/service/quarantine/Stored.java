package dev.seonchak.service.quarantine;

import dev.seonchak.core.recorder.Issuance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What MySQL has where a refused row belongs.
 *
 * @param topicId the log that the partition's rows come from; null where there is no {@code log_position}
 * @param issued the coupon's counter of units granted
 * @param displaced the coupon's counter of granted units without a row
 * @param rows rows of issuance that the coupon has
 * @param inPlace rows with the same serial, or of the same user: at most two
 */
public record Stored(@Nullable String topicId, int issued, int displaced, long rows, List<Issuance> inPlace) {}
