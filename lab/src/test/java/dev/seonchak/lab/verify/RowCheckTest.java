package dev.seonchak.lab.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.lab.load.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowCheckTest {

    private static final String HEAD = "# a run startedAtMs=0\n" + History.COLUMNS + "\n";

    @TempDir
    private Path dir = Path.of("");

    @Test
    void passesWhereEveryPromiseHeld() throws IOException {
        RowCheck check = check(
                "8,1,0,1,0,0,9,accepted,1,1\n8,2,0,1,0,0,9,timeout,,1\n8,3,0,1,0,0,9,sold-out,,1\n",
                Map.of(1L, 1L, 2L, 2L),
                2,
                2);

        assertThat(check.passed()).isTrue();
    }

    @Test
    void findsAnAcceptedUserWithoutARow() throws IOException {
        RowCheck check = check("8,1,0,1,0,0,9,accepted,1,1\n", Map.of(), 0, 2);

        assertThat(check.lost()).containsExactly(1L);
        assertThat(check.passed()).isFalse();
    }

    @Test
    void findsAUserWhoWasToldAnotherSerial() throws IOException {
        RowCheck check = check("8,1,0,1,0,0,9,accepted,2,1\n", Map.of(1L, 1L), 1, 2);

        assertThat(check.otherSerial()).containsExactly(1L);
        assertThat(check.passed()).isFalse();
    }

    @Test
    void findsTwoAnswersThatNameDifferentSerials() throws IOException {
        RowCheck check = check("8,1,0,1,0,0,9,accepted,1,1\n8,1,0,1,0,0,9,already-issued,2,1\n", Map.of(1L, 1L), 1, 2);

        assertThat(check.otherSerial()).containsExactly(1L);
    }

    @Test
    void findsAUserWhoWasAcceptedTwice() throws IOException {
        RowCheck check = check("8,1,0,1,0,0,9,accepted,1,1\n8,1,0,1,5,5,9,accepted,1,1\n", Map.of(1L, 1L), 1, 2);

        assertThat(check.twice()).containsExactly(1L);
        assertThat(check.passed()).isFalse();
    }

    @Test
    void findsARowOfSomebodyWhoNeverAskedOrWasRefusedEveryTime() throws IOException {
        RowCheck check = check("8,1,0,1,0,0,9,sold-out,,1\n8,1,0,1,0,0,9,dropped,,1\n", Map.of(1L, 1L, 2L, 2L), 2, 2);

        assertThat(check.unexpected()).containsExactlyInAnyOrder(1L, 2L);
        assertThat(check.passed()).isFalse();
    }

    @Test
    void findsHolesAndRowsOverTheQuantity() throws IOException {
        RowCheck check =
                check("8,1,0,1,0,0,9,accepted,1,1\n8,2,0,1,0,0,9,accepted,3,1\n", Map.of(1L, 1L, 2L, 3L), 3, 1);

        assertThat(check.holes()).isTrue();
        assertThat(check.tooMany()).isEqualTo(1);
        assertThat(check.passed()).isFalse();
    }

    private RowCheck check(String history, Map<Long, Long> rows, long maxSerial, long quantity) throws IOException {
        Path file = Files.writeString(dir.resolve("history.csv"), HEAD + history);
        return RowCheck.of(Told.read(List.of(file)), rows, maxSerial, quantity);
    }
}
