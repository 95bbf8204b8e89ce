package dev.seonchak.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCacheTest {
    @TempDir
    private Path dir = Path.of(".");

    @Test
    void an_entry_is_filled_once() {
        ServerCache cache = new ServerCache(dir);
        AtomicInteger fills = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            Path entry = cache.entry("redis-1", to -> Files.writeString(to.resolve("n"), "" + fills.incrementAndGet()));
            assertThat(entry.resolve("n")).hasContent("1");
        }
    }

    @Test
    void a_failed_filling_leaves_nothing_and_is_tried_again() throws IOException {
        ServerCache cache = new ServerCache(dir);
        assertThatThrownBy(() -> cache.entry("mysql-1", to -> {
                    Files.writeString(to.resolve("half"), "half");
                    throw new IOException("disk full");
                }))
                .isInstanceOf(LocalStackException.class)
                .hasMessageContaining("disk full")
                .hasMessageContaining("SEONCHAK_CACHE_DIR");
        try (Stream<Path> left = Files.list(dir)) {
            assertThat(left).isEmpty();
        }
        assertThat(cache.entry("mysql-1", to -> {})).isEmptyDirectory();
    }

    @Test
    void of_two_that_fill_at_the_same_time_the_first_to_finish_counts() {
        ServerCache cache = new ServerCache(dir);
        Path entry = cache.entry("kafka-1", slow -> {
            Files.writeString(slow.resolve("by"), "slow");
            cache.entry("kafka-1", fast -> Files.writeString(fast.resolve("by"), "fast"));
        });
        assertThat(entry.resolve("by")).hasContent("fast");
    }
}
