package dev.seonchak.core.record;

/** What a reader of the log makes of the bytes it found. */
public sealed interface Decoded {

    /** A record that this version understands. */
    record Known(LogRecord record) implements Decoded {}

    /**
     * Not a record of ours, or a broken one. Every reader skips it alike, so that all replicas agree; the recorder keeps it
     * in quarantine.
     */
    record Garbage(String reason) implements Decoded {}

    /**
     * A record that a newer version of Seonchak wrote. Guessing would make replicas disagree, so a reader stops here until
     * it is upgraded.
     */
    record TooNew(String type) implements Decoded {}
}
