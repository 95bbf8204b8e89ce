package dev.seonchak.lab.fault;

import dev.seonchak.core.audit.Words;
import dev.seonchak.lab.rig.Rig;
import dev.seonchak.lab.rig.RigOptions.Extras;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * One way to break the system.
 *
 * @param name on the command line and in results, such as {@code redis-kill}
 * @param what one sentence: what happens to which process or connection
 * @param hits the part of the system that it hits
 * @param traits what it needs, and what follows from it for the judgement
 */
public record Fault(String name, Words what, Part hits, Set<Trait> traits, Action action) {

    /** A part of the system. */
    public enum Part {
        REDIS,
        KAFKA,
        MYSQL,
        API,
        RECORDER,
        EVERYTHING
    }

    /** What a fault needs of the rig, or changes in the judgement. */
    public enum Trait {
        /** Three brokers. */
        THREE_BROKERS,
        /** The servers' data on disks of a few MiB, which only root can have here. */
        SMALL_DISKS,
        /** A library that moves a process' clock. */
        FAKE_CLOCK,
        /** An API node itself is stopped or killed: its clients get no answer, which no deadline can help. */
        CLIENTS_LOSE_THEIR_NODE
    }

    /** Begins the fault and says how to undo it. */
    @FunctionalInterface
    public interface Action {
        Undo begin(Rig rig, RandomGenerator random) throws Exception;
    }

    /** Ends a fault: afterwards everything that it broke runs again, or is on its way. */
    @FunctionalInterface
    public interface Undo {
        /** For faults that are over at once. */
        Undo NOTHING = new Undo() {
            @Override
            public void undo() {}

            @Override
            public boolean lasts() {
                return false;
            }
        };

        void undo() throws Exception;

        /** Whether there is something to undo after a while. */
        default boolean lasts() {
            return true;
        }
    }

    /** What it needs of the rig beyond the usual. */
    public Extras needs() {
        return new Extras(is(Trait.THREE_BROKERS), is(Trait.SMALL_DISKS), is(Trait.FAKE_CLOCK));
    }

    /** Whether it has the trait. */
    public boolean is(Trait trait) {
        return traits.contains(trait);
    }
}
