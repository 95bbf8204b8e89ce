package dev.seonchak.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildRecordTest {
    @TempDir
    private Path dir = Path.of(".");

    private final ProcessHandle self = ProcessHandle.current();
    private final Instant startedAt = self.info().startInstant().orElseThrow();
    private final String program = self.info().command().orElseThrow();

    @Test
    void finds_the_process_that_was_written_down() throws IOException {
        new ChildRecord("Redis", self.pid(), startedAt, program).write(dir);
        assertThat(DataDir.records(dir)).singleElement().satisfies(child -> {
            assertThat(child.name()).isEqualTo("Redis");
            assertThat(child.process()).contains(self);
        });
    }

    @Test
    void does_not_take_a_later_process_with_the_same_id_for_it() {
        Instant earlier = startedAt.minus(Duration.ofMinutes(1));
        assertThat(new ChildRecord("Redis", self.pid(), earlier, program).process())
                .isEmpty();
    }

    @Test
    void does_not_take_another_program_with_the_same_id_for_it() {
        assertThat(new ChildRecord("Redis", self.pid(), startedAt, "/usr/bin/redis-server").process())
                .isEmpty();
    }
}
