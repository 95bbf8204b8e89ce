package dev.seonchak.lab.load;

/** Requests that are due and wait for a free connection, first in, first out; it never grows beyond its capacity. */
final class WaitingLine {
    private final long[] users;
    private final long[] dueNs;
    private int head;
    private int size;

    WaitingLine(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a waiting line of " + capacity);
        }
        users = new long[capacity];
        dueNs = new long[capacity];
    }

    /** Adds at the end, or says false because it is full. */
    boolean offer(long user, long due) {
        if (size == users.length) {
            return false;
        }
        int at = (head + size) % users.length;
        users[at] = user;
        dueNs[at] = due;
        size++;
        return true;
    }

    int size() {
        return size;
    }

    long firstUser() {
        return users[head];
    }

    long firstDueNs() {
        return dueNs[head];
    }

    void removeFirst() {
        if (size == 0) {
            throw new IllegalStateException("nobody waits");
        }
        head = (head + 1) % users.length;
        size--;
    }
}
