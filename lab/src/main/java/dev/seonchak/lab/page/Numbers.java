package dev.seonchak.lab.page;

import dev.seonchak.core.audit.Words;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/** Numbers as people read them: about three digits that count, and the unit. The page's {@code words.js} does the same. */
final class Numbers {
    static final Words NOT_MEASURED = new Words("not measured", "측정 안 됨");

    private static final double MIB = 1 << 20;
    private static final double GIB = 1 << 30;

    private Numbers() {}

    /** Such as {@code 261,000}. */
    static String count(double value) {
        return format("%,d", Math.round(value));
    }

    /** Such as {@code 9.58%}. */
    static String share(double value) {
        return format("%.2f%%", value * 100);
    }

    /** Such as {@code 0.28 ms}, {@code 26.9 ms}, {@code 1,930 ms}. */
    static String ms(double value) {
        double size = Math.abs(value);
        return format(size < 1 ? "%.2f ms" : size < 100 ? "%.1f ms" : "%,.0f ms", value);
    }

    /** Such as {@code 120.4 s}. */
    static String seconds(double value) {
        return format("%,.1f s", value);
    }

    /** Such as {@code 412 MiB}. */
    static String bytes(double value) {
        return Math.abs(value) < GIB ? format("%,.1f MiB", value / MIB) : format("%,.2f GiB", value / GIB);
    }

    /** Such as {@code 0.42}: cores. */
    static String cores(double value) {
        return format("%.2f", value);
    }

    /** The same in both languages, or that it was not measured. */
    static Words told(@Nullable Double value, DoubleFunction<String> unit) {
        return value == null ? NOT_MEASURED : both(unit.apply(value));
    }

    static Words both(String text) {
        return new Words(text, text);
    }

    @SuppressWarnings("AnnotateFormatMethod") // not worth a dependency for one private method
    private static String format(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }
}
