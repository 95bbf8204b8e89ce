package dev.seonchak.lab.loadtest;

/** Tells a person how far a test is. */
public interface Teller {

    /** Something has been reached; stays on the terminal. */
    void step(String what);

    /** How it goes right now; the next one takes its place. */
    void now(String line);
}
