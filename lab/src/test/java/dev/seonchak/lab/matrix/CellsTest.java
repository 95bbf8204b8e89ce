package dev.seonchak.lab.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seonchak.lab.fault.Fault;
import dev.seonchak.lab.fault.Faults;
import dev.seonchak.lab.fault.Moment;
import dev.seonchak.lab.rig.RigOptions.Extras;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellsTest {
    private static final List<Moment> MOMENTS = List.of(Moment.values());

    @Test
    void every_fault_is_there_at_every_moment_with_every_seed_once() {
        List<String> names =
                Cells.of(Faults.all(), MOMENTS, 3).stream().map(Cell::name).toList();

        assertThat(names).doesNotHaveDuplicates().hasSize(Faults.all().size() * MOMENTS.size() * 3);
    }

    @Test
    void cells_that_share_a_rig_follow_each_other() {
        List<Extras> rigs = new ArrayList<>();
        for (Cell cell : Cells.of(Faults.all(), MOMENTS, 2)) {
            if (rigs.isEmpty() || !rigs.getLast().equals(cell.fault().needs())) {
                rigs.add(cell.fault().needs());
            }
        }

        assertThat(rigs).doesNotHaveDuplicates();
    }

    @Test
    void the_short_cut_begins_with_what_the_plan_names_and_hits_every_part() {
        List<Cell> quick = Cells.quick(1);

        assertThat(quick.stream().limit(3).map(cell -> cell.fault().hits()))
                .containsExactly(Fault.Part.REDIS, Fault.Part.RECORDER, Fault.Part.MYSQL);
        assertThat(quick.stream().map(cell -> cell.fault().hits()).distinct())
                .containsExactlyInAnyOrder(Fault.Part.values());
    }

    @Test
    void a_cell_is_the_same_run_every_time() {
        Cell cell = new Cell(Faults.named("redis-kill"), Moment.MID_RAMP, 2);

        assertThat(cell.experiment()).isEqualTo(cell.experiment());
        assertThat(cell.experiment().strikes().getFirst().toString())
                .startsWith("redis-kill 0 ms from mid-ramp on, for ");
    }

    @Test
    void an_unknown_fault_is_answered_with_those_that_there_are() {
        assertThatThrownBy(() -> Faults.named("redis-explodes"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redis-kill");
    }

    @Test
    void chaos_is_repeatable_hits_two_parts_and_keeps_to_its_rig() {
        Chaos chaos = new Chaos(7, Extras.NONE);
        for (int round = 1; round <= 200; round++) {
            var one = chaos.round(round);

            assertThat(one).isEqualTo(new Chaos(7, Extras.NONE).round(round));
            assertThat(one.strikes().get(0).fault().hits())
                    .isNotEqualTo(one.strikes().get(1).fault().hits());
            assertThat(one.needs()).isEqualTo(Extras.NONE);
        }
    }

    @Test
    void another_seed_is_another_chaos() {
        assertThat(new Chaos(1, Extras.NONE).round(1)).isNotEqualTo(new Chaos(2, Extras.NONE).round(1));
    }
}
