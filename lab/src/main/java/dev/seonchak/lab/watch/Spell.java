package dev.seonchak.lab.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;

/**
 * A time during which a series was of some kind.
 *
 * @param fromMs the first value that was
 * @param toMs   the first one that was not any more; when it is not over, the last value
 * @param over   whether it ended before the series did
 */
record Spell(long fromMs, long toMs, boolean over) {
    /** The times at which the values are such; unknown values end nothing and begin nothing. */
    static List<Spell> of(Series series, DoublePredicate such) {
        return find(series, such, false);
    }

    /** The times at which the values are known. */
    static List<Spell> known(Series series) {
        return find(series, v -> !Double.isNaN(v), true);
    }

    private static List<Spell> find(Series series, DoublePredicate such, boolean unknownCounts) {
        List<Spell> spells = new ArrayList<>();
        boolean within = false;
        long fromMs = 0;
        for (int i = 0; i < series.size(); i++) {
            double value = series.value(i);
            if (Double.isNaN(value) && !unknownCounts) {
                continue;
            }
            boolean is = such.test(value);
            if (is && !within) {
                fromMs = series.timeMs(i);
            } else if (!is && within) {
                spells.add(new Spell(fromMs, series.timeMs(i), true));
            }
            within = is;
        }
        if (within) {
            spells.add(new Spell(fromMs, series.timeMs(series.size() - 1), false));
        }
        return spells;
    }
}
