package dev.seonchak.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seonchak.core.audit.Answer;
import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.core.audit.Unreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFilesTest {

    private static final String HEAD = "# herd, seed 7, startedAtMs=1000, free text\n";
    private static final String COLUMNS = "coupon,user,node,attempt,dueNs,sentNs,endNs,outcome,serial,counted\n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before each test
    private Path dir;

    @Test
    void readsColumnsByNameAndTimesSinceTheEpoch() throws IOException {
        assertThat(read(HEAD + COLUMNS + "8,5,0,1,1,2,3,accepted,7,1\n8,6,1,1,1,,4,dropped,,1\n"))
                .containsExactly(
                        new Answer(8, 5, 1_000_000_002L, 1_000_000_003L, ClientOutcome.ACCEPTED, 7),
                        new Answer(8, 6, 0, 1_000_000_004L, ClientOutcome.DROPPED, 0));
        assertThat(read(HEAD + "outcome,serial,extra,endNs,sentNs,user\nsold-out,,x,9,2,5\n"))
                .as("another order, one column more, no coupon")
                .containsExactly(new Answer(99, 5, 1_000_000_002L, 1_000_000_009L, ClientOutcome.SOLD_OUT, 0));
    }

    @Test
    void whatCannotBeUnderstoodIsUnreadableAndSaysWhere() {
        assertUnreadable(HEAD + COLUMNS + "8,5,0,1,1,2,3,acce", "line 3: 8 fields, not 10: is it cut off?");
        assertUnreadable(HEAD + COLUMNS + "8,5,0,1,1,2,3,maybe,,1\n", "no outcome of ours: 'maybe'");
        assertUnreadable(HEAD + COLUMNS + "8,x,0,1,1,2,3,accepted,1,1\n", "line 3: a number that is none");
        assertUnreadable(HEAD + "user,endNs,outcome,serial\n", "no column 'sentNs'");
        assertUnreadable(COLUMNS, "startedAtMs");
        assertUnreadable(HEAD, "no column 'user'");
        assertThatThrownBy(() -> new HistoryFiles(List.of(dir.resolve("none.csv")), 99, true).forEach(a -> {}))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("none.csv");
    }

    private void assertUnreadable(String text, String why) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(Unreadable.class).hasMessageContaining(why);
    }

    private List<Answer> read(String text) throws IOException {
        Path file = dir.resolve("history.csv");
        Files.writeString(file, text);
        var answers = new ArrayList<Answer>();
        new HistoryFiles(List.of(file), 99, true).forEach(answers::add);
        return answers;
    }
}
