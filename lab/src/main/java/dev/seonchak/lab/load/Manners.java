package dev.seonchak.lab.load;

import dev.seonchak.core.audit.ClientOutcome;

/**
 * How clients behave. Each attempt is a request of its own, with its own number, due instant and outcome.
 *
 * @param timeoutMs patience of a client in milliseconds; 0 for {@link LoadSpec#timeoutMs()}
 * @param retries how often a client asks again after an outcome that is not definite, each time at the next node; a client
 *     that left does not come back
 * @param retryPauseMs pause before asking again
 * @param shareThatLeaves share, 0 to 1, of the requests whose client hangs up right after sending, by FIN or by RST
 *     at random, so that the request may arrive or not
 * @param burst how many times at once the same user asks, each time at the next node; a schedule's rate is then one of
 *     users, and requests are {@code burst} times as many
 */
public record Manners(long timeoutMs, int retries, long retryPauseMs, double shareThatLeaves, int burst) {
    /** Patient clients that ask once. */
    public static final Manners PATIENT = new Manners(0, 0, 0, 0, 1);

    private static final int LARGEST_BURST = 1000;

    public Manners {
        if (timeoutMs < 0 || timeoutMs > LoadSpec.LONGEST_TIMEOUT_MS || retries < 0 || retryPauseMs < 0) {
            throw new IllegalArgumentException(
                    "timeout, retries and pause must not be negative, nor the timeout beyond "
                            + LoadSpec.LONGEST_TIMEOUT_MS + " ms: timeoutMs=" + timeoutMs + " retries=" + retries
                            + " retryPauseMs=" + retryPauseMs);
        }
        if (!(shareThatLeaves >= 0 && shareThatLeaves <= 1) || burst < 1 || burst > LARGEST_BURST) {
            throw new IllegalArgumentException("the share that leaves must be 0 to 1 and the burst 1 to "
                    + LARGEST_BURST + ": shareThatLeaves=" + shareThatLeaves + " burst=" + burst);
        }
    }

    /** Whether a request with this number and outcome is asked again. */
    boolean askAgain(int attempt, ClientOutcome outcome) {
        if (retries == 0 || outcome.isDefinite() || (attempt - 1) / burst >= retries) {
            return false;
        }
        // What the generator dropped was no client's doing, and who left has left.
        return outcome != ClientOutcome.LEFT && outcome != ClientOutcome.DROPPED;
    }
}
