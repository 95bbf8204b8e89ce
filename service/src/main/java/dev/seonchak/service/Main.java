package dev.seonchak.service;

import dev.seonchak.service.config.Config;
import dev.seonchak.service.config.InvalidConfiguration;
import dev.seonchak.service.config.Setting;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The command line of the service: {@code serve}, every setting a flag. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final String PRINT_CONFIG = "--print-config";

    private Main() {}

    /** Runs {@code serve}; ends with 0 after an orderly stop, 2 for a configuration that cannot be, 1 for any other failure. */
    public static void main(String[] args) {
        var root = new CommandLine(CommandSpec.create().name("seonchak"));
        root.addSubcommand("serve", serve());
        root.setExecutionStrategy(Main::execute);
        System.exit(root.execute(args));
    }

    private static CommandSpec serve() {
        CommandSpec spec = CommandSpec.create().mixinStandardHelpOptions(true);
        spec.usageMessage()
                .description(
                        "Runs the service against your own Redis, Kafka and MySQL.",
                        "Every flag is also an environment variable: --http-port is SEONCHAK_HTTP_PORT.");
        spec.addOption(OptionSpec.builder(PRINT_CONFIG)
                .description("Print every setting with its value and source, and end.")
                .build());
        for (Setting setting : Setting.values()) {
            spec.addOption(OptionSpec.builder(setting.flag())
                    .paramLabel("VALUE")
                    .type(String.class)
                    .description(setting.purpose() + ". Default: "
                            + (setting.defaultValue().isEmpty() ? "none" : setting.defaultValue()))
                    .build());
        }
        return spec;
    }

    private static int execute(ParseResult parsed) {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        PrintWriter err = parsed.commandSpec().commandLine().getErr();
        if (!parsed.hasSubcommand()) {
            err.println("Say what to do: serve");
            return 2;
        }
        ParseResult serve = parsed.subcommand();
        try {
            Config config = Config.of(flags(serve), System.getenv());
            if (serve.hasMatchedOption(PRINT_CONFIG)) {
                parsed.commandSpec().commandLine().getOut().println(config.print());
                return 0;
            }
            return run(config);
        } catch (InvalidConfiguration e) {
            err.println("Configuration: " + e.getMessage());
            return 2;
        }
    }

    private static Map<Setting, String> flags(ParseResult serve) {
        var flags = new EnumMap<Setting, String>(Setting.class);
        for (Setting setting : Setting.values()) {
            if (serve.hasMatchedOption(setting.flag())) {
                flags.put(setting, serve.matchedOptionValue(setting.flag(), ""));
            }
        }
        return flags;
    }

    private static int run(Config config) {
        try {
            Service service = Service.start(config);
            Runtime.getRuntime().addShutdownHook(new Thread(service::close, "shutdown"));
            return service.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (RuntimeException e) {
            LOG.error("The service could not start: {}", e.getMessage(), e);
            return 1;
        }
    }
}
