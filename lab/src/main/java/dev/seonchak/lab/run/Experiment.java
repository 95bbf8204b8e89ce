package dev.seonchak.lab.run;

import dev.seonchak.lab.fault.Fault;
import dev.seonchak.lab.rig.RigOptions.Extras;
import java.util.List;

/**
 * What a run does. Everything that is left to chance follows from the seed.
 *
 * @param name in results and on the terminal
 */
public record Experiment(String name, List<Strike> strikes, Crowd crowd, long seed) {

    /** What its faults need of the rig beyond the usual. */
    public Extras needs() {
        return strikes.stream().map(strike -> strike.fault().needs()).reduce(Extras.NONE, Extras::and);
    }

    /** Whether any of its faults has the trait. */
    public boolean is(Fault.Trait trait) {
        return strikes.stream().anyMatch(strike -> strike.fault().is(trait));
    }
}
