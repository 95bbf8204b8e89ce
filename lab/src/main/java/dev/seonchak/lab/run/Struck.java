package dev.seonchak.lab.run;

/**
 * A fault as it really happened; times in milliseconds since the epoch.
 *
 * @param note what did not go as planned; empty where all did
 * @param beganAtMs when it was there
 * @param healingAtMs when undoing it began
 * @param healedAtMs when undoing it had ended: what was killed answers again
 */
public record Struck(Strike strike, String note, long beganAtMs, long healingAtMs, long healedAtMs) {

    /** Milliseconds from beginning to healing. */
    public long lastedMs() {
        return healingAtMs - beganAtMs;
    }
}
