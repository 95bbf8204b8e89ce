package dev.seonchak.service;

import dev.seonchak.service.cli.AuditCommand;
import dev.seonchak.service.cli.QuarantineCommand;
import dev.seonchak.service.cli.QuarantineList;
import dev.seonchak.service.cli.QuarantineSettle;
import dev.seonchak.service.cli.QuarantineShow;
import dev.seonchak.service.cli.RebuildDbCommand;
import dev.seonchak.service.cli.RebuildGateCommand;
import dev.seonchak.service.cli.SettingFlags;
import dev.seonchak.service.config.Config;
import dev.seonchak.service.config.InvalidConfiguration;
import dev.seonchak.service.config.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of the service: {@code serve}, and the tools of an operator, every setting a flag. */
public final class Main {

    private static final String SERVE = "serve";
    private static final String LOGGING = "logback.configurationFile";
    /** Vert.x would make a directory in the system's temporary one for resources of the class path, and a kill leave it there. */
    private static final String WITHOUT_CACHE = "vertx.disableFileCPResolving";

    private static final Setting[] MYSQL_AND_LOG = {
        Setting.MYSQL_URL, Setting.KAFKA_URL, Setting.KAFKA_PROPERTIES, Setting.LOG_TOPIC, Setting.LOG_PARTITIONS
    };

    private Main() {}

    /** Runs one command and ends with its exit code; 2 for a configuration that cannot be. */
    public static void main(String[] args) {
        System.setProperty(WITHOUT_CACHE, "true");
        boolean serves = args.length > 0 && args[0].equals(SERVE);
        if (!serves && System.getProperty(LOGGING) == null) {
            // Before anything logs: what a tool has to say, it says itself.
            System.setProperty(LOGGING, "logback-tool.xml");
        }
        System.exit(commandLine().execute(args));
    }

    /** All commands; prints to standard output and error unless told otherwise. */
    static CommandLine commandLine() {
        CommandSpec root = CommandSpec.forAnnotatedObject(new Root()).version(version());
        add(root, new Serve(), Setting.values());
        CommandSpec quarantine = add(root, new QuarantineCommand());
        add(quarantine, new QuarantineList(), MYSQL_AND_LOG);
        add(quarantine, new QuarantineShow(), MYSQL_AND_LOG);
        add(quarantine, new QuarantineSettle(), MYSQL_AND_LOG);
        add(
                root,
                new RebuildDbCommand(),
                Setting.MYSQL_URL,
                Setting.KAFKA_URL,
                Setting.KAFKA_PROPERTIES,
                Setting.LOG_TOPIC,
                Setting.LOG_PARTITIONS,
                Setting.RECORDER_MAX_BATCH);
        add(
                root,
                new RebuildGateCommand(),
                Setting.REDIS_URL,
                Setting.GATE_TIMEOUT_MS,
                Setting.KAFKA_URL,
                Setting.KAFKA_PROPERTIES,
                Setting.LOG_TOPIC,
                Setting.LOG_PARTITIONS);
        add(
                root,
                new AuditCommand(),
                Setting.REDIS_URL,
                Setting.KAFKA_URL,
                Setting.KAFKA_PROPERTIES,
                Setting.MYSQL_URL,
                Setting.LOG_TOPIC,
                Setting.LOG_PARTITIONS);
        CommandLine commandLine = new CommandLine(root);
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof InvalidConfiguration) {
                command.getErr().println("Configuration: " + failure.getMessage());
                return 2;
            }
            throw failure;
        });
        return commandLine;
    }

    private static CommandSpec add(CommandSpec root, Object command, Setting... settings) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(command).version(root.version());
        SettingFlags.addTo(spec, settings.length == 0 ? EnumSet.noneOf(Setting.class) : Arrays.asList(settings));
        root.addSubcommand(spec.name(), spec);
        return spec;
    }

    /** Such as {@code seonchak 0.1.0}. */
    static String version() {
        try (InputStream text = Objects.requireNonNull(Main.class.getResourceAsStream("version.txt"), "version.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("version.txt cannot be read", e);
        }
    }

    @Command(
            name = "seonchak",
            mixinStandardHelpOptions = true,
            description = "First-come, first-served coupons, and the tools to look after them.")
    private static final class Root implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before call()
        private CommandSpec spec;

        @Override
        public Integer call() {
            spec.commandLine().getErr().println("Say what to do:");
            spec.commandLine().usage(spec.commandLine().getErr());
            return 2;
        }
    }

    /** Ends with 0 after an orderly stop, 2 for a configuration that cannot be, 1 for any other failure. */
    @Command(
            name = SERVE,
            mixinStandardHelpOptions = true,
            description = {
                "Runs the service against your own Redis, Kafka and MySQL.",
                "Every flag is also an environment variable: --http-port is SEONCHAK_HTTP_PORT."
            })
    private static final class Serve implements Callable<Integer> {

        @Option(names = "--print-config", description = "Print every setting with its value and source, and end.")
        private boolean printConfig;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before call()
        private CommandSpec spec;

        @Override
        public Integer call() {
            Config config = SettingFlags.config(spec.commandLine().getParseResult());
            if (printConfig) {
                spec.commandLine().getOut().println(config.print());
                return 0;
            }
            return run(config);
        }
    }

    private static int run(Config config) {
        try {
            Service service = Service.start(config);
            Runtime.getRuntime().addShutdownHook(new Thread(service::close, "shutdown"));
            return service.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (InvalidConfiguration e) {
            throw e;
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(Main.class).error("The service could not start: {}", e.getMessage(), e);
            return 1;
        }
    }
}
