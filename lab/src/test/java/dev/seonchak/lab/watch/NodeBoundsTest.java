package dev.seonchak.lab.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.core.audit.Bound;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NodeBoundsTest {
    private static final long FROM_MS = 1_000;

    private final Recording recording = new Recording();

    @Test
    void the_highest_counts_from_the_begin_on() {
        recording.add("api 1", Recording.RSS_BYTES, FROM_MS - 500, 900);
        recording.add("api 1", Recording.RSS_BYTES, FROM_MS + 500, 700);
        recording.add("api 1", Recording.RSS_BYTES, FROM_MS + 700, 600);
        recording.add("api 1", Recording.FDS, FROM_MS + 500, 1_600);

        assertThat(NodeBounds.of(recording, "api 1", FROM_MS, OptionalLong.of(650), 200))
                .containsExactly(
                        new Bound("api 1: resident memory, bytes", 700, 650),
                        new Bound("api 1: open files", 1_600, 1_700));
    }

    @Test
    void what_nobody_saw_or_can_say_is_not_there() {
        recording.add("Service", Recording.RSS_BYTES, FROM_MS, 700);
        recording.add("Service", "seonchak_issue_waiting", FROM_MS, 9);

        assertThat(NodeBounds.of(recording, "Service", 0, OptionalLong.empty(), 0))
                .extracting(Bound::name)
                .containsExactly("Service: requests waiting");
        assertThat(NodeBounds.of(recording, "elsewhere", 0, OptionalLong.of(1), 0))
                .isEmpty();
    }
}
