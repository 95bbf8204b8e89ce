package dev.seonchak.lab.page;

import java.util.regex.Pattern;

/** Text in the cells of a terminal, where a Korean letter takes two. */
final class Columns {
    static final int WIDTH = 80;

    /** What others wrote must not move the cursor. */
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private Columns() {}

    static int width(String text) {
        return text.codePoints().map(letter -> isWide(letter) ? 2 : 1).sum();
    }

    /** At the left of its column. */
    static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    /** At the right of its column. */
    static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - width(text))) + text;
    }

    /**
     * As lines of at most {@link #WIDTH} cells, broken between words, each with a line break. A word that is longer than a line
     * stays whole: it may be an address that somebody copies.
     */
    static String wrapped(String first, String rest, String text) {
        StringBuilder out = new StringBuilder();
        StringBuilder line = new StringBuilder(first);
        boolean begun = false;
        for (String word : CONTROL.matcher(text).replaceAll(" ").split(" ", -1)) {
            if (begun && width(line.toString()) + 1 + width(word) > WIDTH) {
                out.append(line).append('\n');
                line = new StringBuilder(rest);
                begun = false;
            }
            line.append(begun ? " " : "").append(word);
            begun = true;
        }
        return out.append(line).append('\n').toString();
    }

    /** Hangul, Chinese letters, and the full-width forms that go with them. */
    private static boolean isWide(int letter) {
        return letter >= 0x1100
                && (letter <= 0x115F
                        || (letter >= 0x2E80 && letter <= 0xA4CF)
                        || (letter >= 0xAC00 && letter <= 0xD7A3)
                        || (letter >= 0xF900 && letter <= 0xFAFF)
                        || (letter >= 0xFE30 && letter <= 0xFE6F)
                        || (letter >= 0xFF00 && letter <= 0xFF60)
                        || (letter >= 0xFFE0 && letter <= 0xFFE6));
    }
}
