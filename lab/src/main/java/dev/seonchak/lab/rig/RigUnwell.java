package dev.seonchak.lab.rig;

/** The system under test did not come back although every fault was healed: a finding in itself. */
public final class RigUnwell extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With who is not well, and how. */
    public RigUnwell(String message) {
        super(message);
    }
}
