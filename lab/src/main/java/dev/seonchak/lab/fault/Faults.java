package dev.seonchak.lab.fault;

import java.util.List;
import java.util.stream.Stream;

/** The catalogue. */
public final class Faults {
    private static final List<Fault> ALL = Stream.of(
                    RedisFaults.all(), KafkaFaults.all(), MySqlFaults.all(), NodeFaults.all())
            .flatMap(List::stream)
            .toList();

    private Faults() {}

    /** Every fault, in the order in which the matrix goes through them. */
    public static List<Fault> all() {
        return ALL;
    }

    /**
     * The fault of that name.
     *
     * @throws IllegalArgumentException where there is none, with the names that there are
     */
    public static Fault named(String name) {
        return ALL.stream()
                .filter(fault -> fault.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fault " + name + "; there are "
                        + String.join(", ", ALL.stream().map(Fault::name).toList())));
    }
}
