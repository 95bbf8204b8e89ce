package dev.seonchak.lab.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.core.audit.AuditVerdict;
import dev.seonchak.core.audit.Words;
import dev.seonchak.lab.document.Origin;
import dev.seonchak.lab.fault.Fault;
import dev.seonchak.lab.fault.Moment;
import dev.seonchak.lab.page.RunDirectory;
import dev.seonchak.lab.page.RunFile;
import dev.seonchak.lab.report.RunDocument;
import dev.seonchak.lab.rig.MySqlConsole;
import dev.seonchak.lab.rig.RigOptions;
import dev.seonchak.lab.run.Crowd;
import dev.seonchak.lab.run.Experiment;
import dev.seonchak.lab.run.Limits;
import dev.seonchak.lab.run.RunResult;
import dev.seonchak.lab.run.Strike;
import dev.seonchak.localstack.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bench on a real rig. */
class BenchTest {
    private static final Crowd SMALL = new Crowd(100, 300, 200, 500, 60_000, 500, 0);

    /** Somebody deletes rows: no fault that the system could survive. */
    private static final Fault DAMAGE =
            new Fault("damage", new Words("rows are deleted", "행이 지워짐"), Fault.Part.MYSQL, Set.of(), (rig, random) -> {
                Thread.sleep(1_000); // the rows are written by now
                new MySqlConsole(rig.stack().mysql().adminUrl()).run("DELETE FROM issuance WHERE serial <= 9");
                return Fault.Undo.NOTHING;
            });

    @Test
    void a_run_that_did_not_pass_leaves_its_logs_and_its_report(@TempDir Path failures) throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Experiment experiment =
                new Experiment("damage/after", List.of(Strike.at(Moment.AFTER_SOLD_OUT, DAMAGE, 0)), SMALL, 1);
        Bench.Reporter reporter = (result, directory) ->
                RunDirectory.write(RunDocument.of(result, new Origin("./seonchak lab matrix", "test")), directory);

        RunResult result;
        try (Bench bench =
                new Bench(RigOptions.of(classPath), Limits.NO_HURRY, failures, reporter, Progress.silent())) {
            result = bench.run(experiment);
        }

        assertThat(result.verdict()).isEqualTo(AuditVerdict.FAIL);
        Path kept = failures.resolve("damage_after");
        try (var files = Files.list(kept)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .contains(RunFile.NAME, RunDirectory.PAGE)
                    .anyMatch(name -> name.contains("recorder"));
        }
        assertThat(RunFile.read(kept).getString("verdict")).isEqualTo("FAIL");
        assertThat(kept.resolve(RunDirectory.PAGE)).content().contains("damage", "serial 1 ");
    }
}
