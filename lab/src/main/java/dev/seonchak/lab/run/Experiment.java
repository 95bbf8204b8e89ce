package dev.seonchak.lab.run;

import dev.seonchak.lab.fault.Fault;
import java.util.List;

/**
 * What a run does. Everything that is left to chance follows from the seed.
 *
 * @param name in results and on the terminal
 */
public record Experiment(String name, List<Strike> strikes, Crowd crowd, long seed) {

    /** Whether any of its faults has the trait. */
    public boolean is(Fault.Trait trait) {
        return strikes.stream().anyMatch(strike -> strike.fault().is(trait));
    }
}
