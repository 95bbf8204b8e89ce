package dev.seonchak.service.deploy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code ops/compose.yaml} as Compose reads it: variables have their values, and {@code $$} is a dollar sign. */
final class ComposeFile {

    static final Path PATH = Path.of("..", "ops", "compose.yaml");

    private static final Pattern DOLLAR = Pattern.compile("\\$(?:(\\$)|\\{([A-Z_]+):-([^}]*)})?");

    private final JsonObject json;

    private ComposeFile(JsonObject json) {
        this.json = json;
    }

    /** @param variables what stands in the environment or in {@code .env}; the others keep their defaults */
    static ComposeFile with(Map<String, String> variables) {
        var strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        Map<String, Object> content = new Yaml(new SafeConstructor(strict)).load(interpolated(text(), variables));
        return new ComposeFile(new JsonObject(content));
    }

    private static String text() {
        try {
            return Files.readString(PATH);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String interpolated(String text, Map<String, String> variables) {
        return DOLLAR.matcher(text).replaceAll(found -> {
            if (found.group(1) != null) {
                return Matcher.quoteReplacement("$");
            }
            String name = found.group(2);
            if (name == null) {
                throw new IllegalArgumentException("a variable without a default, or a single $, at " + found.start());
            }
            return Matcher.quoteReplacement(variables.getOrDefault(name, found.group(3)));
        });
    }

    /** The variables that it takes from outside. */
    static List<String> variables() {
        return DOLLAR.matcher(text())
                .results()
                .map(found -> found.group(2))
                .filter(name -> name != null)
                .distinct()
                .toList();
    }

    List<String> services() {
        return List.copyOf(json.getJsonObject("services").fieldNames());
    }

    JsonObject service(String name) {
        return json.getJsonObject("services").getJsonObject(name);
    }

    List<String> volumes() {
        return List.copyOf(json.getJsonObject("volumes").fieldNames());
    }

    Map<String, String> environment(String service) {
        var environment = new HashMap<String, String>();
        service(service)
                .getJsonObject("environment", new JsonObject())
                .forEach(variable -> environment.put(variable.getKey(), String.valueOf(variable.getValue())));
        return environment;
    }

    /** A list of strings in a service, such as its ports; empty where it has none. */
    Stream<String> list(String service, String key) {
        return service(service).getJsonArray(key, new JsonArray()).stream().map(String::valueOf);
    }

    /** The command that says whether a service is healthy, beginning with {@code CMD} or {@code CMD-SHELL}. */
    List<String> healthCheck(String service) {
        return service(service).getJsonObject("healthcheck").getJsonArray("test").stream()
                .map(String::valueOf)
                .toList();
    }
}
