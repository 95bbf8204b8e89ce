package dev.seonchak.lab.cli;

import dev.seonchak.core.audit.AuditVerdict;
import dev.seonchak.lab.document.Origin;
import dev.seonchak.lab.document.Secrets;
import dev.seonchak.lab.matrix.Bench;
import dev.seonchak.lab.page.RunDirectory;
import dev.seonchak.lab.report.RunDocument;
import dev.seonchak.lab.report.RunJson;
import dev.seonchak.lab.report.RunText;
import dev.seonchak.lab.rig.RigOptions;
import dev.seonchak.lab.run.Limits;
import dev.seonchak.lab.run.RunResult;
import dev.seonchak.localstack.Progress;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What every command that sets up a rig of its own has in common. */
final class LabOptions {
    @Option(
            names = "--results",
            defaultValue = "",
            description =
                    "directory of results, and of logs and pages of runs that did not pass (.seonchak/lab beside the launcher)")
    private String results = "";

    @Option(
            names = "--no-hurry",
            description = "for a machine that others use too: judge whether it comes back, not how soon")
    private boolean noHurry;

    @Option(names = "--verbose", description = "also tell how servers start and stop")
    private boolean verbose;

    Path results() {
        return results.isEmpty()
                ? Path.of(System.getProperty("seonchak.home", "."), ".seonchak", "lab")
                : Path.of(results);
    }

    /** The commit under test, as the launcher found it. */
    static String commit() {
        return System.getProperty("seonchak.commit", "unknown");
    }

    static RigOptions rig() {
        String classPath = System.getProperty("seonchak.service.classpath", "");
        if (classPath.isEmpty()) {
            throw new IllegalArgumentException(
                    "no class path of the service (-Dseonchak.service.classpath): use ./seonchak lab");
        }
        return RigOptions.of(classPath);
    }

    /** Now, as directories of results have it in their names. */
    static String now() {
        return LocalDateTime.now(ZoneId.systemDefault()).format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    }

    /** A command as it was typed, behind the launcher's own words for it, but without passwords; and what it tests. */
    static Origin origin(String launched, CommandSpec spec) {
        List<String> all = spec.commandLine().getParseResult().originalArgs();
        List<String> arguments = all.subList(all.indexOf(spec.name()) + 1, all.size());
        return new Origin(Secrets.hidden((launched + " " + String.join(" ", arguments)).strip()), commit());
    }

    /** The same of a command of {@code ./seonchak lab}. */
    static Origin origin(CommandSpec spec) {
        return origin("./seonchak lab " + spec.name(), spec);
    }

    /** A bench for runs on this rig, by which command. */
    Bench bench(RigOptions rig, CommandSpec spec) {
        PrintWriter out = spec.commandLine().getOut();
        Progress progress = (server, step) -> {
            if (verbose) {
                out.println("    " + server + " " + step);
                out.flush();
            }
        };
        Limits limits = noHurry ? Limits.NO_HURRY : Limits.PROMISED;
        Bench.Reporter report =
                (result, directory) -> RunDirectory.write(RunDocument.of(result, origin(spec)), directory);
        return new Bench(rig, limits, results().resolve("failures"), report, progress);
    }

    /** A result as JSON, with the commit that it is of. */
    static JsonObject json(RunResult result) {
        return RunJson.of(result).put("commit", commit());
    }

    /** Tells of one run among many: a line, and all there is where it did not pass. */
    static void tell(RunResult result, PrintWriter out) {
        out.println(RunText.line(result));
        if (result.verdict() != AuditVerdict.PASS) {
            out.println(RunText.whole(result).indent(4));
        }
        out.flush();
    }
}
