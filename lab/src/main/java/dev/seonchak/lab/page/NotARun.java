package dev.seonchak.lab.page;

import dev.seonchak.core.audit.Words;

/** A file that cannot be shown: it is no run, one of a newer format, or damaged. */
public final class NotARun extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient Words why;

    NotARun(Words why) {
        super(why.en());
        this.why = why;
    }

    /** The sentence for people. */
    public Words why() {
        return why;
    }
}
