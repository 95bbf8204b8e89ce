package dev.seonchak.lab.loadtest;

import dev.seonchak.lab.document.Secrets;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * An InfluxDB 1.x that samples go to.
 *
 * @param url {@code http[s]://[user:password@]host[:port]/database}; it may hold a password, so it is never shown
 */
public record InfluxTarget(URI url) {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long MARGIN_MS = 1_000;
    private static final int OK = 200;

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException with a sentence on what it should look like
     */
    public static InfluxTarget parse(String text) {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw unlike(text);
        }
        String path = url.getPath();
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!http || url.getHost() == null || path == null || !path.matches("/[^/]+")) {
            throw unlike(text);
        }
        return new InfluxTarget(url);
    }

    private static IllegalArgumentException unlike(String text) {
        return new IllegalArgumentException("InfluxDB's URL names its database, such as http://localhost:8086/k6; '"
                + Secrets.hidden(text) + "' is not like that");
    }

    /** For people: without its password. */
    @Override
    public String toString() {
        return Secrets.hidden(url.toString());
    }

    /** The whole URL, for the variable of a service that is to send there. */
    String secretUrl() {
        return url.toString();
    }

    /** k6's variables for its output {@code influxdb}; as arguments everybody on the machine could read them. */
    Map<String, String> variables() {
        Map<String, String> variables =
                new HashMap<>(Map.of("K6_INFLUXDB_ADDR", address(), "K6_INFLUXDB_DB", database()));
        String[] login = login();
        if (login.length == 2) {
            variables.put("K6_INFLUXDB_USERNAME", login[0]);
            variables.put("K6_INFLUXDB_PASSWORD", login[1]);
        }
        return variables;
    }

    /**
     * How many requests of a test it has: k6 drops points under load, so pictures made of them may lack some.
     *
     * @param fromMs when the test began, in milliseconds of the wall clock
     * @param toMs when it ended
     * @return empty where it does not say
     */
    public OptionalLong requests(long fromMs, long toMs) throws InterruptedException {
        String query = "SELECT SUM(\"value\") FROM \"http_reqs\" WHERE \"name\" = 'CouponIssue' AND time >= "
                + (fromMs - MARGIN_MS) + "ms AND time <= " + (toMs + MARGIN_MS) + "ms";
        HttpRequest.Builder ask = HttpRequest.newBuilder(
                        URI.create(address() + "/query?db=" + encoded(database()) + "&q=" + encoded(query)))
                .timeout(TIMEOUT);
        String[] login = login();
        if (login.length == 2) {
            byte[] both = String.join(":", login).getBytes(StandardCharsets.UTF_8);
            ask.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
        }
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpResponse<String> answer = http.send(ask.build(), BodyHandlers.ofString());
            return answer.statusCode() == OK ? sum(new JsonObject(answer.body())) : OptionalLong.empty();
        } catch (IOException | DecodeException | ClassCastException e) {
            return OptionalLong.empty();
        }
    }

    /** {@code {"results":[{"series":[{"values":[[time, sum]]}]}]}}; without a point no series, in trouble an error. */
    private static OptionalLong sum(JsonObject answer) {
        JsonArray results = answer.getJsonArray("results", new JsonArray());
        if (results.isEmpty() || results.getJsonObject(0).containsKey("error")) {
            return OptionalLong.empty();
        }
        JsonArray series = results.getJsonObject(0).getJsonArray("series");
        return series == null
                ? OptionalLong.of(0)
                : OptionalLong.of(series.getJsonObject(0)
                        .getJsonArray("values")
                        .getJsonArray(0)
                        .getLong(1));
    }

    private String address() {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    private String database() {
        return url.getPath().substring(1);
    }

    /** User and password; empty where the URL has no login. */
    private String[] login() {
        String login = url.getUserInfo();
        return login == null ? new String[0] : (login + (login.contains(":") ? "" : ":")).split(":", 2);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
