package dev.seonchak.lab.rig;

import java.util.List;
import java.util.Map;

/**
 * What to set up.
 *
 * @param brokers 1 or 3
 * @param apis nodes that issue
 * @param recorders nodes that record
 * @param smallDisks whether Kafka's and MySQL's data are on disks of a few MiB that a fault can fill
 * @param serviceClassPath the class path of the service's JVMs
 * @param jvmOptions of each service
 * @param environment further settings of each service
 */
public record RigOptions(
        int brokers,
        int apis,
        int recorders,
        boolean smallDisks,
        String serviceClassPath,
        List<String> jvmOptions,
        Map<String, String> environment) {

    /** Bounded, and quick to be up; a lab starts many of them. */
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /** Two nodes that issue, two that record, one broker. */
    public static RigOptions of(String serviceClassPath) {
        return new RigOptions(1, 2, 2, false, serviceClassPath, JVM_OPTIONS, Map.of());
    }

    public RigOptions withBrokers(int number) {
        return new RigOptions(number, apis, recorders, smallDisks, serviceClassPath, jvmOptions, environment);
    }

    public RigOptions withSmallDisks(boolean small) {
        return new RigOptions(brokers, apis, recorders, small, serviceClassPath, jvmOptions, environment);
    }

    public RigOptions withRecorders(int number) {
        return new RigOptions(brokers, apis, number, smallDisks, serviceClassPath, jvmOptions, environment);
    }

    public RigOptions withEnvironment(Map<String, String> more) {
        return new RigOptions(brokers, apis, recorders, smallDisks, serviceClassPath, jvmOptions, more);
    }
}
