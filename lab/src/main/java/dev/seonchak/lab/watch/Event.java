package dev.seonchak.lab.watch;

import dev.seonchak.core.audit.Words;

/**
 * Something that happened.
 *
 * @param atMs   when it began, in milliseconds of the wall clock
 * @param origin who says so
 * @param node   whose doing or suffering it is; empty: of no single node
 * @param text   a sentence without the node's name and without a full stop
 */
public record Event(long atMs, Origin origin, String node, Words text) {
    /** Who says so. */
    public enum Origin {
        /** The lab did it: a fault began, was healed. */
        LAB,
        /** It shows in what the application reports. */
        APPLICATION,
        /** It shows in whether a process answers, or which process it is. */
        PROCESS
    }

    /** As one sentence. */
    public Words sentence() {
        return node.isEmpty() ? text : new Words(node, node).and(text);
    }
}
