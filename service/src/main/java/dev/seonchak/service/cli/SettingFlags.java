package dev.seonchak.service.cli;

import dev.seonchak.service.config.Config;
import dev.seonchak.service.config.InvalidConfiguration;
import dev.seonchak.service.config.Setting;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The settings as flags of a command; the environment says what the flags do not. */
public final class SettingFlags {

    private SettingFlags() {}

    /** Adds a flag for each of the settings. */
    public static void addTo(CommandSpec spec, Collection<Setting> settings) {
        for (Setting setting : settings) {
            spec.addOption(OptionSpec.builder(setting.flag())
                    .paramLabel("VALUE")
                    .type(String.class)
                    .description(setting.purpose() + ". Default: "
                            + (setting.defaultValue().isEmpty() ? "none" : setting.defaultValue()))
                    .build());
        }
    }

    /**
     * The configuration that flags and environment make together.
     *
     * @throws InvalidConfiguration with a sentence that says what to change
     */
    public static Config config(ParseResult parsed) {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            if (parsed.hasMatchedOption(setting.flag())) {
                flags.put(setting, parsed.matchedOptionValue(setting.flag(), ""));
            }
        }
        return Config.of(flags, System.getenv());
    }
}
