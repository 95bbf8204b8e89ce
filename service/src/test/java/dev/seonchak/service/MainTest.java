package dev.seonchak.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class MainTest {

    static Stream<CommandLine> commands() {
        CommandLine root = Main.commandLine();
        return Stream.concat(Stream.of(root), root.getSubcommands().values().stream());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_says_which_version_it_is(CommandLine command) {
        StringWriter out = new StringWriter();

        assertThat(command.setOut(new PrintWriter(out)).execute("--version")).isZero();

        assertThat(out.toString().strip()).matches("seonchak \\d+\\.\\d+\\.\\d+\\S*");
    }
}
