package dev.seonchak.lab.cli;

import dev.seonchak.core.audit.AuditVerdict;
import dev.seonchak.lab.fault.Fault;
import dev.seonchak.lab.fault.Faults;
import dev.seonchak.lab.fault.Moment;
import dev.seonchak.lab.matrix.Bench;
import dev.seonchak.lab.matrix.Cell;
import dev.seonchak.lab.matrix.Cells;
import dev.seonchak.lab.matrix.ResultBook;
import dev.seonchak.lab.report.MatrixTable;
import dev.seonchak.lab.rig.Rig;
import dev.seonchak.lab.rig.RigOptions.Extras;
import dev.seonchak.lab.run.RunResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab matrix}: every fault at every moment. */
@Command(
        name = "matrix",
        description = {
            "Breaks the system with every fault at every moment of a coupon's life, under load, and audits each time.",
            "모든 장애를 쿠폰의 모든 시점에 일으키고 매번 감사합니다.",
            "Takes hours; stopped, it goes on where it was. Exit code: 0 all passed, 1 something failed, 2 something is unknown."
        },
        mixinStandardHelpOptions = true)
public final class MatrixCommand implements Callable<Integer> {
    @Mixin
    private LabOptions lab = new LabOptions();

    @Option(names = "--quick", description = "the short cut: the faults that go deepest, once each; minutes")
    private boolean quick;

    @Option(names = "--seeds", defaultValue = "3", description = "seeds a cell; default ${DEFAULT-VALUE}")
    private int seeds;

    @Option(names = "--seed", defaultValue = "1", description = "of --quick; default ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--rigs",
            defaultValue = "1",
            description = "rigs side by side, 2 GiB of memory each; more are quicker and disturb each other; default"
                    + " ${DEFAULT-VALUE}")
    private int rigs;

    @Option(names = "--faults", split = ",", description = "only these (or all that begin so, as in redis-)")
    private List<String> faults = List.of("");

    @Option(
            names = "--moments",
            split = ",",
            description = "only these: before-opening, mid-ramp, last-unit, after-sold-out, drain")
    private List<String> moments =
            Arrays.stream(Moment.values()).map(Moment::label).toList();

    @Option(
            names = "--book",
            defaultValue = "",
            description = "file of results to go on with, or to show; default: one for this commit")
    private String bookFile = "";

    @Option(names = "--again", description = "also run what is in the results with a pass")
    private boolean again;

    @Option(names = "--list", description = "only list the faults")
    private boolean list;

    @Option(names = "--table", description = "only show the results so far, as a table in Markdown")
    private boolean table;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            Faults.all()
                    .forEach(fault ->
                            out.printf("%-24s %s%n", fault.name(), fault.what().en()));
            out.flush();
            return 0;
        }
        ResultBook book = ResultBook.open(
                bookFile.isEmpty()
                        ? lab.results().resolve((quick ? "quick-" : "matrix-") + LabOptions.commit() + ".jsonl")
                        : Path.of(bookFile));
        if (table) {
            out.print(MatrixTable.of(book.results()));
            out.flush();
            return 0;
        }
        List<Cell> cells = possible(cells(), out);
        List<Cell> open = cells.stream()
                .filter(cell -> again || !book.passed(cell.name()))
                .toList();
        out.printf(
                "%d runs, %d of them passed already; results in %s%n",
                cells.size(), cells.size() - open.size(), book.file());
        out.flush();
        AuditVerdict verdict = run(open, book, out);
        out.printf("%n%s: %s of %d runs%n", verdict, MatrixTable.counts(book.results()), cells.size());
        out.flush();
        return verdict.exitCode();
    }

    private List<Cell> cells() {
        List<Fault> chosen = Faults.all().stream()
                .filter(fault -> faults.stream().anyMatch(name -> fault.name().startsWith(name)))
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("no fault begins with " + faults + "; see --list");
        }
        List<Moment> when = moments.stream().map(Moment::ofLabel).toList();
        return quick
                ? Cells.quick(seed).stream()
                        .filter(cell -> chosen.contains(cell.fault()))
                        .toList()
                : Cells.of(chosen, when, seeds);
    }

    /** Without those that this machine cannot set up, which are told. */
    private static List<Cell> possible(List<Cell> cells, PrintWriter out) {
        Map<Extras, Optional<String>> obstacles = new HashMap<>();
        cells.forEach(cell -> obstacles.computeIfAbsent(cell.fault().needs(), Rig::obstacle));
        cells.stream()
                .map(Cell::fault)
                .distinct()
                .forEach(fault -> obstacles
                        .getOrDefault(fault.needs(), Optional.empty())
                        .ifPresent(why -> out.printf("left out: %s (%s)%n", fault.name(), why)));
        return cells.stream()
                .filter(cell -> obstacles
                        .getOrDefault(cell.fault().needs(), Optional.empty())
                        .isEmpty())
                .toList();
    }

    private AuditVerdict run(List<Cell> open, ResultBook book, PrintWriter out) throws InterruptedException {
        Queue<Cell> queue = new ConcurrentLinkedQueue<>(open);
        long startMs = System.currentTimeMillis();
        AtomicInteger done = new AtomicInteger();
        List<Callable<AuditVerdict>> benches = new ArrayList<>();
        for (int i = 0; i < rigs; i++) {
            benches.add(() -> work(queue, book, (cell, result) -> {
                int number = done.incrementAndGet();
                out.printf(
                        "[%d/%d %s left] %-38s ", number, open.size(), left(startMs, number, open.size()), cell.name());
                LabOptions.tell(result, out);
            }));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            AuditVerdict verdict = AuditVerdict.PASS;
            for (Future<AuditVerdict> bench : threads.invokeAll(benches)) {
                verdict = verdict.and(bench.get());
            }
            return verdict;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the lab itself failed: " + e.getCause(), e.getCause());
        }
    }

    private interface Told {
        void finished(Cell cell, RunResult result);
    }

    private AuditVerdict work(Queue<Cell> queue, ResultBook book, Told told) throws IOException, InterruptedException {
        AuditVerdict verdict = AuditVerdict.PASS;
        try (Bench bench = lab.bench(LabOptions.rig(), spec)) {
            for (Cell cell = queue.poll(); cell != null; cell = queue.poll()) {
                RunResult result = bench.run(cell.experiment());
                verdict = verdict.and(result.verdict());
                synchronized (book) {
                    book.add(LabOptions.json(result));
                    told.finished(cell, result);
                }
            }
        }
        return verdict;
    }

    private static String left(long startMs, int done, int all) {
        Duration left = Duration.ofMillis((System.currentTimeMillis() - startMs) / done * (all - done));
        return left.toHours() > 0
                ? left.toHours() + " h " + left.toMinutesPart() + " min"
                : left.toMinutes() + " min " + left.toSecondsPart() + " s";
    }
}
