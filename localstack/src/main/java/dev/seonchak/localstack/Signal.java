package dev.seonchak.localstack;

import java.io.IOException;

/** The signals that {@link Process} cannot send. */
enum Signal {
    STOP,
    CONT;

    void send(long pid) {
        try {
            // The shell's own kill: a bare machine may have no such program.
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name() + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            int exit = Waits.exit(kill);
            if (exit != 0 && ProcessHandle.of(pid).isPresent()) {
                throw new LocalStackException("Cannot send SIG" + name() + " to process " + pid + " (exit " + exit
                        + "): does it belong to another user?");
            }
        } catch (IOException e) {
            throw new LocalStackException("Cannot run /bin/sh to send SIG" + name() + ": is it there?", e);
        }
    }
}
