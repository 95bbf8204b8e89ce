package dev.seonchak.lab.load;

/**
 * How a run reaches its target.
 *
 * @param host name or address of the target
 * @param port HTTP port of the target
 * @param coupon the coupon of the requests that count
 * @param warmUpCoupon the coupon of the requests before
 * @param connections keep-alive connections, all opened before the first request
 * @param timeoutMs longest wait for an answer from the sending on, and longest wait in line from the due instant on
 * @param queueCapacity requests that may wait for a connection; one more is dropped
 * @param lateMs a request sent later than this after it was due is reported as late
 * @param tickUs shortest sleep of the generator: smaller is more punctual and costs more CPU
 */
public record LoadSpec(
        String host,
        int port,
        long coupon,
        long warmUpCoupon,
        int connections,
        long timeoutMs,
        int queueCapacity,
        long lateMs,
        long tickUs) {

    /** The longest tick: beyond it nothing would be sent in time. */
    public static final long LONGEST_TICK_US = 5000;

    public LoadSpec {
        if (connections < 1 || timeoutMs < 1 || queueCapacity < 1 || lateMs < 0) {
            throw new IllegalArgumentException("connections, timeout and queue must be positive: connections="
                    + connections + " timeoutMs=" + timeoutMs + " queue=" + queueCapacity + " lateMs=" + lateMs
                    + " tickUs=" + tickUs);
        }
    }
}
