package dev.seonchak.lab.run;

import dev.seonchak.lab.load.LoadResult;
import dev.seonchak.lab.load.Series;
import dev.seonchak.lab.watch.Recording;

/**
 * What was measured during a run: the material of its report, some bytes a request. Whoever has reported it lets go of it.
 *
 * @param load in all, without those who asked again afterwards
 * @param series the load in slices of a second
 * @param recording what nodes and servers said, in earlier runs on the same rig too; it goes on growing
 * @param startedAtMs when the load began, in milliseconds of the wall clock
 * @param untilMs when everybody knew and the recorder had caught up, in milliseconds of the wall clock
 */
public record Measurements(LoadResult load, Series series, Recording recording, long startedAtMs, long untilMs) {

    /** From the first request until everything was over, in whole seconds, the last one included. */
    public int seconds() {
        return Math.max(series.slices().size(), (int) Math.ceilDiv(untilMs - startedAtMs, 1_000L));
    }
}
