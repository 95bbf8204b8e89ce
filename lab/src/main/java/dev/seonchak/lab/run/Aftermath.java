package dev.seonchak.lab.run;

import java.util.OptionalLong;

/**
 * One fault and what came after it.
 *
 * @param during what clients saw while it lasted
 * @param judged whether enough was granted afterwards to say when 202s were as fast as before
 * @param p99BackAfterMs from the healing of this and of all that overlapped with it until they were; empty where they never were, or that cannot be told
 * @param p99WithinMs how long that may take
 * @param lagZeroAfterMs from the same instant until the recorder had caught up; empty where it never had
 * @param lagWithinMs how long that may take
 */
public record Aftermath(
        Struck struck,
        Latencies during,
        boolean judged,
        OptionalLong p99BackAfterMs,
        long p99WithinMs,
        OptionalLong lagZeroAfterMs,
        long lagWithinMs) {}
