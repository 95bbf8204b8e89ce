package dev.seonchak.localstack.run;

import dev.seonchak.localstack.DatabaseKind;
import dev.seonchak.localstack.Progress;
import dev.seonchak.localstack.ServerProcess;
import dev.seonchak.localstack.Service;
import dev.seonchak.localstack.ServiceOptions;
import dev.seonchak.localstack.Stack;
import dev.seonchak.localstack.StackOptions;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts Redis, Kafka, MySQL and the service, creates the demo coupon, and stops all of it on Ctrl-C. */
@Command(
        name = "seonchak run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Real Redis, Kafka, MySQL and the service on this machine, until Ctrl-C.",
            "진짜 Redis·Kafka·MySQL과 서비스를 이 컴퓨터에서 실행합니다 (종료: Ctrl-C)."
        })
final class RunCommand implements Callable<Integer> {
    /** System property: the class path of the service's JVM. */
    static final String SERVICE_CLASSPATH = "seonchak.service.classpath";

    /** System property: the directory that the default data directory is in. */
    static final String HOME = "seonchak.home";

    private static final String DEFAULT_JVM_OPTIONS = "-Xmx512m";

    @Option(names = "--port", defaultValue = "8080", description = "HTTP port of the service (${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--redis-port", defaultValue = "16379", description = "Port of Redis (${DEFAULT-VALUE})")
    private int redisPort;

    @Option(names = "--kafka-port", defaultValue = "19092", description = "Port of Kafka (${DEFAULT-VALUE})")
    private int kafkaPort;

    @Option(names = "--mysql-port", defaultValue = "13306", description = "Port of MySQL (${DEFAULT-VALUE})")
    private int mysqlPort;

    @Option(
            names = "--data-dir",
            defaultValue = "",
            description = "Where data and logs go (.seonchak beside the launcher)")
    private String dataDir = "";

    @Option(
            names = "--database",
            defaultValue = "auto",
            description = "auto: MySQL if it runs here, else MariaDB; or mysql, or mariadb (${DEFAULT-VALUE})")
    private DatabaseKind database = DatabaseKind.AUTO;

    @Option(names = "--reset", description = "Wipe all data first / 데이터를 모두 지우고 시작")
    private boolean reset;

    @Option(names = "--stack-only", description = "Start the three servers only, not the service")
    private boolean stackOnly;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final Progress progress = Progress.lines(out);

    @Override
    public Integer call() {
        String classPath = System.getProperty(SERVICE_CLASSPATH, "");
        if (!stackOnly && classPath.isBlank()) {
            out.println(
                    "No class path of the service (-D" + SERVICE_CLASSPATH + "): use ./seonchak run, or --stack-only.");
            return 1;
        }
        StackOptions options = StackOptions.at(dataDir())
                .withPorts(redisPort, kafkaPort, mysqlPort)
                .withServicePort(stackOnly ? 0 : port)
                .withDatabase(database)
                .withReset(reset)
                .withProgress(progress);
        try (Stack stack = Stack.start(options)) {
            watch(stack);
            return stackOnly ? stackOnly(stack) : withService(stack, classPath);
        }
    }

    private Path dataDir() {
        return dataDir.isEmpty() ? Path.of(System.getProperty(HOME, "."), ".seonchak") : Path.of(dataDir);
    }

    private int stackOnly(Stack stack) {
        Welcome.stackOnly(out, stack);
        // Until Ctrl-C: the stack's own shutdown hook stops everything.
        return new CompletableFuture<Integer>().join();
    }

    private int withService(Stack stack, String classPath) {
        Service service = stack.service(new ServiceOptions("Service", port, classPath, jvmOptions(), Map.of()));
        progress.step(service.name(), "starting");
        service.start();
        progress.step(service.name(), "ready on port " + port);
        DemoCoupon.create(service, stack.adminToken(), progress);
        Welcome.all(out, stack, port);
        int exitCode = service.exit().join();
        if (stack.closing()) {
            return 0;
        }
        out.println("\nThe service ended by itself (exit code " + exitCode + "). The end of " + service.log() + ":\n"
                + service.logTail() + "\n");
        return 1;
    }

    /** Says so when a server ends by itself; the service is built to live on without it. */
    private void watch(Stack stack) {
        for (ServerProcess server : List.of(stack.redis(), stack.kafka(), stack.mysql())) {
            Thread.startVirtualThread(() -> {
                int exitCode = server.exit().join();
                if (!stack.closing()) {
                    progress.step(
                            server.name(),
                            "ended by itself (exit code " + exitCode + "), see " + server.log()
                                    + "; to have it back: Ctrl-C, then ./seonchak run");
                }
            });
        }
    }

    private static List<String> jvmOptions() {
        String options = System.getenv().getOrDefault("JAVA_OPTS", "").strip();
        return Arrays.asList((options.isEmpty() ? DEFAULT_JVM_OPTIONS : options).split("\\s+", -1));
    }
}
