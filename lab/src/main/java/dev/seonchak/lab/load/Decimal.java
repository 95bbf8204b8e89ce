package dev.seonchak.lab.load;

import java.nio.ByteBuffer;

/** A number as decimal digits in a buffer, without a String on the way. */
final class Decimal {
    private Decimal() {}

    static void put(long value, ByteBuffer into) {
        long rest = value;
        if (rest < 0) {
            into.put((byte) '-');
            rest = -rest;
        }
        int digits = 1;
        for (long i = rest; i >= 10; i /= 10) {
            digits++;
        }
        int at = into.position() + digits;
        into.position(at);
        for (int i = 0; i < digits; i++) {
            into.put(--at, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }
}
