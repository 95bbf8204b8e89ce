package dev.seonchak.core.audit;

import org.jspecify.annotations.Nullable;

/** Evidence that was asked for cannot be read. Ends nothing but the invariants that need it: they are unknown. */
public final class Unreadable extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Source source;
    private final transient Words why;

    /**
     * One source, and why.
     *
     * @param why what happened and what to do about it
     */
    public Unreadable(Source source, Words why, @Nullable Throwable cause) {
        super(why.en(), cause);
        this.source = source;
        this.why = why;
    }

    public Source source() {
        return source;
    }

    /** What happened and what to do about it. */
    public Words why() {
        return why;
    }
}
