package dev.seonchak.lab.run;

import java.util.OptionalLong;

/**
 * One fault and what came after it.
 *
 * @param bout the fault and all that overlapped with it; recovery counts from the end of all of them
 * @param during what clients saw while it lasted
 * @param judged whether enough was granted afterwards to say when 202s were as fast as before
 * @param p99BackAfterMs from the end of the bout until they were; empty where they never were, or that cannot be told
 * @param lagZeroAfterMs from the end of the bout until the recorder had caught up; empty where it never had
 */
public record Aftermath(
        Struck struck,
        Bout bout,
        Latencies during,
        boolean judged,
        OptionalLong p99BackAfterMs,
        OptionalLong lagZeroAfterMs) {}
