package dev.seonchak.lab.watch;

/** Prometheus' text format, read line by line. Timestamps behind a value are left out, as are exemplars. */
final class PromText {
    /** Is given one sample. */
    @FunctionalInterface
    interface Listener {
        /**
         * Takes a sample.
         *
         * @param name  such as {@code seonchak_recorder_lag}
         * @param key   name and labels as they stand in the text, such as {@code seonchak_recorder_lag{partition="0"}}
         * @param value may be NaN or infinite
         */
        void sample(String name, String key, double value);
    }

    private PromText() {}

    /** Reads all samples; a line that is none is left out. */
    static void parse(String text, Listener listener) {
        int at = 0;
        while (at < text.length()) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            if (end > at && text.charAt(at) != '#') {
                line(text.substring(at, end), listener);
            }
            at = end + 1;
        }
    }

    private static void line(String line, Listener listener) {
        int brace = line.indexOf('{');
        int blank = line.indexOf(' ');
        boolean labelled = brace >= 0 && (blank < 0 || brace < blank);
        int keyEnd = labelled ? labelsEnd(line, brace) : blank;
        if (keyEnd <= 0) {
            return;
        }
        String[] rest = line.substring(keyEnd).strip().split("\\s+", 2);
        double value;
        try {
            value = number(rest[0]);
        } catch (NumberFormatException notASample) {
            return;
        }
        listener.sample(line.substring(0, labelled ? brace : blank), line.substring(0, keyEnd), value);
    }

    /** Behind the closing brace, which may also stand within a label's value; -1: there is none. */
    private static int labelsEnd(String line, int brace) {
        boolean quoted = false;
        for (int i = brace; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '}' && !quoted) {
                return i + 1;
            }
        }
        return -1;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** A label's value in a key, escapes left as they are; empty when the key has no such label. */
    static String label(String key, String label) {
        int at = key.indexOf('{');
        while (at >= 0) {
            int equals = key.indexOf("=\"", at);
            if (equals < 0) {
                return "";
            }
            int end = valueEnd(key, equals + 2);
            if (key.substring(at + 1, equals).strip().equals(label)) {
                return key.substring(equals + 2, end);
            }
            at = key.indexOf(',', end);
        }
        return "";
    }

    private static int valueEnd(String key, int from) {
        int i = from;
        while (i < key.length() && key.charAt(i) != '"') {
            i += key.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i, key.length());
    }
}
