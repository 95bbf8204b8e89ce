package dev.seonchak.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @Test
    void keepsOneLineARequest(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("history.csv");
        try (History history = new History(file, "a run")) {
            history.finished(1, 0, 5, 1_234_567_890_123L, Outcome.ACCEPTED, 42, true);
            history.finished(50_000, 10, 11, 12, Outcome.GONE, 0, false);
            history.finished(7, 20, -1, 30, Outcome.DROPPED, 0, true);
        }

        assertThat(Files.readAllLines(file))
                .isEqualTo(List.of(
                        "# a run",
                        History.COLUMNS,
                        "1,0,5,1234567890123,accepted,42,1",
                        "50000,10,11,12,gone,,0",
                        "7,20,,30,dropped,,1"));
    }

    @Test
    void losesNothingWhenItIsLongerThanItsBuffer(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("history.csv");
        int requests = 20_000;
        try (History history = new History(file, "long")) {
            for (int i = 0; i < requests; i++) {
                history.finished(i, i, i, i, Outcome.ALREADY_ISSUED, i + 1, true);
            }
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(requests + 2);
        for (int i = 0; i < requests; i++) {
            assertThat(lines.get(i + 2))
                    .isEqualTo(i + "," + i + "," + i + "," + i + ",already-issued," + (i + 1) + ",1");
        }
    }
}
