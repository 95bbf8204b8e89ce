package dev.seonchak.lab.load;

/** What decides when the next request goes out. */
public sealed interface Pace {
    /** The clock decides: requests are due when the schedule says so, whatever the server does. */
    record Open(Schedule schedule) implements Pace {}

    /**
     * The answers decide: every connection sends its next request as soon as the last one is answered.
     *
     * @param warmUpMs time before anything counts
     * @param durationMs longest time of sending after that
     * @param requests most requests that count
     */
    record Closed(long warmUpMs, long durationMs, long requests) implements Pace {}
}
