package dev.seonchak.lab.load;

/** Requests that wait, first in, first out; it never grows beyond its capacity. */
final class WaitingLine {
    private final long[] coupons;
    private final long[] users;
    private final int[] attempts;
    private final int[] nodes;
    private final long[] dueNs;
    private int head;
    private int size;

    WaitingLine(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a waiting line of " + capacity);
        }
        coupons = new long[capacity];
        users = new long[capacity];
        attempts = new int[capacity];
        nodes = new int[capacity];
        dueNs = new long[capacity];
    }

    /** Adds at the end, or says false because it is full. */
    boolean offer(long coupon, long user, int node, int attempt, long due) {
        if (size == users.length) {
            return false;
        }
        int at = (head + size) % users.length;
        coupons[at] = coupon;
        users[at] = user;
        nodes[at] = node;
        attempts[at] = attempt;
        dueNs[at] = due;
        size++;
        return true;
    }

    int size() {
        return size;
    }

    long firstCoupon() {
        return coupons[head];
    }

    long firstUser() {
        return users[head];
    }

    int firstNode() {
        return nodes[head];
    }

    int firstAttempt() {
        return attempts[head];
    }

    /** When the first is due, or never where nobody waits. */
    long firstDueNs() {
        return size == 0 ? Long.MAX_VALUE : dueNs[head];
    }

    void removeFirst() {
        if (size == 0) {
            throw new IllegalStateException("nobody waits");
        }
        head = (head + 1) % users.length;
        size--;
    }

    void clear() {
        size = 0;
    }
}
