package dev.seonchak.localstack;

import java.util.List;

/**
 * How to start a program in a session of its own, away from the terminal.
 *
 * <p>Ctrl-C reaches every process of the terminal's foreground group. Children in that group would all die at once;
 * detached ones wait until the parent stops them in order.
 */
final class Detached {
    private static final List<String> PREFIX = find();

    private Detached() {}

    /** What to put before a command; the process id stays that of the command. */
    static List<String> prefix() {
        return PREFIX;
    }

    private static List<String> find() {
        if (Tool.find("setsid").isPresent()) {
            return List.of("setsid");
        }
        if (Tool.find("perl").isPresent()) {
            // macOS has no setsid command, but Perl.
            return List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV or exit 127", "--");
        }
        return List.of();
    }
}
