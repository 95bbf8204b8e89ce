package dev.seonchak.core.audit;

import java.util.List;

/** I8: nothing grew beyond its limit, and every answer came within the deadline. */
public final class WithinBounds {

    private final List<Bound> bounds;
    private final long deadlineMs;
    private final Breaches breaches = new Breaches();
    private long answers;

    public WithinBounds(List<Bound> bounds, long deadlineMs) {
        this.bounds = List.copyOf(bounds);
        this.deadlineMs = deadlineMs;
    }

    /** One answer. Not counted where no deadline is stated, or nothing was sent. */
    public void accept(Answer answer) {
        if (deadlineMs == 0 || answer.sentNs() == 0) {
            return;
        }
        answers++;
        long tookNs = answer.endNs() - answer.sentNs();
        if (tookNs > deadlineMs * 1_000_000) {
            breaches.add(() -> "user " + answer.userId() + ": client " + answer.told() + " after " + tookNs / 1_000_000
                    + " ms; the deadline is " + deadlineMs + " ms");
        }
    }

    /** Judges bounds and answers. */
    public Finding finish() {
        for (Bound b : bounds) {
            // A value that is no number was not measured, which is no pass.
            if (!(b.highest() <= b.limit())) {
                breaches.add(() -> b.name() + ": " + b.highest() + "; the limit is " + b.limit());
            }
        }
        return breaches.finding(
                Invariant.I8,
                new Words(
                        bounds.size() + " bounds held, " + answers + " answers within the deadline.",
                        "한도 " + bounds.size() + "개 준수, 응답 " + answers + "건 모두 기한 안."),
                new Words("Something went beyond its bound.", "한도를 넘은 것이 있습니다."));
    }
}
