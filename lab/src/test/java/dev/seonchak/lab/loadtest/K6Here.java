package dev.seonchak.lab.loadtest;

import java.io.IOException;
import org.junit.jupiter.api.Assumptions;

/** The k6 of this machine, for tests. */
public final class K6Here {
    private K6Here() {}

    /** Skips the test, with how to get k6, where there is none. */
    public static K6 orSkip() throws IOException {
        try {
            return K6.find();
        } catch (K6Missing e) {
            return Assumptions.abort(String.valueOf(e.getMessage()));
        }
    }
}
