package dev.seonchak.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.lab.compare.RefusalComparison.Pair;
import dev.seonchak.lab.compare.RefusalComparison.Shape;
import dev.seonchak.lab.compare.RefusalComparison.Side;
import dev.seonchak.lab.compare.RefusalComparison.Turn;
import dev.seonchak.lab.floor.FloorServer;
import dev.seonchak.lab.load.LoadSpec;
import dev.seonchak.lab.load.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalComparisonTest {
    @Test
    void twoFloorsAreRefusedFromTheFirstRequestToTheLast() throws IOException {
        try (FloorServer a = FloorServer.start(0, 2);
                FloorServer b = FloorServer.start(0, 1)) {
            long pid = ProcessHandle.current().pid();
            RefusalComparison comparison = new RefusalComparison(
                    new Side("A", spec(a.port()), 8, pid),
                    new Side("B", spec(b.port()), 8, 0),
                    new Shape(2, 100, 50, 1000, 1));
            List<Pair> seen = new ArrayList<>();

            List<Pair> pairs = comparison.run(seen::add);

            assertThat(pairs).hasSize(2).isEqualTo(seen).allSatisfy(pair -> {
                assertThat(pair.valid()).isTrue();
                assertThat(pair.a().perS()).isPositive();
                assertThat(pair.b().perS()).isPositive();
                assertThat(pair.a().cpuUs()).isNotNegative();
                assertThat(pair.cpuRatio()).isNaN();
            });
        }
    }

    @Test
    void theMedianLeavesVoidPairsOut() {
        List<Pair> pairs = List.of(pair(1, 0), pair(2, 0), pair(9, 1), pair(4, 0));

        assertThat(RefusalComparison.median(pairs, Pair::rateRatio)).isEqualTo(2);
        assertThat(RefusalComparison.median(pairs.subList(0, 2), Pair::rateRatio))
                .isEqualTo(1.5);
        assertThat(RefusalComparison.median(pairs.subList(2, 3), Pair::rateRatio))
                .isNaN();
    }

    private static Pair pair(double ratio, long notRefused) {
        return new Pair(new Turn("A", ratio, 1, 1, notRefused), new Turn("B", 1, 1, 1, 0));
    }

    private static LoadSpec spec(int port) {
        return new LoadSpec(List.of(new Target("127.0.0.1", port)), 4, 10_000, 1, 0, 200);
    }
}
