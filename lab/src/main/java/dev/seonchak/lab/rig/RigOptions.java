package dev.seonchak.lab.rig;

import java.util.List;
import java.util.Map;

/**
 * What to set up.
 *
 * @param extras what some faults need beyond the usual
 * @param serviceClassPath the class path of the service's JVMs
 * @param environment further settings of each service
 */
public record RigOptions(Extras extras, String serviceClassPath, Map<String, String> environment) {

    /** Nodes that issue. */
    static final int APIS = 2;

    /** Nodes that record. */
    static final int RECORDERS = 2;

    /**
     * Bounded, and quick to be up. Without the second compiler: four nodes that optimise themselves at once on a small machine
     * would be the slowest fault of all.
     */
    static final List<String> JVM_OPTIONS = List.of(
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /**
     * What only some faults need.
     *
     * @param threeBrokers three of Kafka's brokers rather than one
     * @param smallDisks MySQL's and Kafka's data on disks of their own that can be filled up
     * @param fakeClock the first node that issues goes by a clock that can be set
     */
    public record Extras(boolean threeBrokers, boolean smallDisks, boolean fakeClock) {
        /** Nothing. */
        public static final Extras NONE = new Extras(false, false, false);

        int brokers() {
            return threeBrokers ? 3 : 1;
        }

        /** Both. */
        public Extras and(Extras other) {
            return new Extras(
                    threeBrokers || other.threeBrokers, smallDisks || other.smallDisks, fakeClock || other.fakeClock);
        }
    }

    /** The usual rig. */
    public static RigOptions of(String serviceClassPath) {
        return new RigOptions(Extras.NONE, serviceClassPath, Map.of());
    }

    public RigOptions with(Extras more) {
        return new RigOptions(more, serviceClassPath, environment);
    }

    public RigOptions withEnvironment(Map<String, String> more) {
        return new RigOptions(extras, serviceClassPath, more);
    }
}
