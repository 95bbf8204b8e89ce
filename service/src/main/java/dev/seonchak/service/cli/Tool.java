package dev.seonchak.service.cli;

import com.zaxxer.hikari.HikariDataSource;
import dev.seonchak.service.claimlog.LogUnreadable;
import dev.seonchak.service.config.Config;
import dev.seonchak.service.gate.GateUnavailable;
import dev.seonchak.service.recorder.Database;
import dev.seonchak.service.recorder.DatabaseOptions;
import dev.seonchak.service.recorder.ForeignLogException;
import dev.seonchak.service.recorder.RebuildStopped;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.sql.SQLException;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What the tools of an operator have in common: configuration, a database, where to print, and that a failure is a sentence.
 *
 * <p>Exit codes: 0 done, or nothing to do; 1 refused or failed, with a sentence on standard error; 2 for a configuration or
 * arguments that cannot be.
 */
final class Tool {

    /** The work of one command. */
    interface Work {
        int run(Tool tool) throws SQLException, GateUnavailable, InterruptedException;
    }

    private final CommandSpec spec;
    private final Config config;

    private Tool(CommandSpec spec) {
        this.spec = spec;
        this.config = SettingFlags.config(spec.commandLine().getParseResult());
    }

    /** Runs it and gives its exit code. */
    static int run(CommandSpec spec, Work work) {
        var tool = new Tool(spec);
        try {
            return work.run(tool);
        } catch (LogUnreadable | RebuildStopped e) {
            return tool.refuse(String.valueOf(e.getMessage()));
        } catch (ForeignLogException e) {
            return tool.refuse("Nothing was written: " + e.getMessage() + ".");
        } catch (GateUnavailable e) {
            return tool.refuse("Redis does not answer (" + e.getMessage() + "). Nodes issue without it, and exactly."
                    + " Run the same command again once it is back.");
        } catch (SQLException e) {
            return tool.refuse("MySQL does not answer as it should: " + e.getMessage()
                    + "\nWhether the last step was done is not known; running the same command again is safe."
                    + " If a table is missing, start a recorder of this version once: it makes the tables.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return tool.refuse("Interrupted. Run the same command again; that is safe.");
        }
    }

    Config config() {
        return config;
    }

    /** Connections to the configured MySQL; the caller closes it. */
    HikariDataSource database() {
        return Database.pool(DatabaseOptions.of(config.recorder()), new SimpleMeterRegistry());
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Says why not. */
    int refuse(String why) {
        err().println(why);
        return 1;
    }
}
