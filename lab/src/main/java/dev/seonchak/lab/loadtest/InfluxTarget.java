package dev.seonchak.lab.loadtest;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;

/** How many requests of a test InfluxDB has: k6 drops points under load, so pictures made of them may lack some. */
final class InfluxCount {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long MARGIN_MS = 1_000;

    private InfluxCount() {}

    /**
     * Asks InfluxDB 1.x.
     *
     * @param influxUrl with the database as its path, such as {@code http://localhost:8086/k6}
     * @param fromMs when the test began, in milliseconds of the wall clock
     * @param toMs when it ended
     * @return empty where it does not say
     */
    static OptionalLong requests(String influxUrl, long fromMs, long toMs) throws InterruptedException {
        URI url = URI.create(influxUrl);
        String query = "SELECT SUM(\"value\") FROM \"http_reqs\" WHERE \"name\" = 'CouponIssue' AND time >= "
                + (fromMs - MARGIN_MS) + "ms AND time <= " + (toMs + MARGIN_MS) + "ms";
        URI ask = url.resolve("/query?db=" + encoded(url.getPath().substring(1)) + "&q=" + encoded(query));
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            String answer = http.send(
                            HttpRequest.newBuilder(ask).timeout(TIMEOUT).build(), BodyHandlers.ofString())
                    .body();
            return sum(new JsonObject(answer));
        } catch (IOException | DecodeException | ClassCastException e) {
            return OptionalLong.empty();
        }
    }

    /** {@code {"results":[{"series":[{"values":[[time, sum]]}]}]}}; without a point there is no series. */
    private static OptionalLong sum(JsonObject answer) {
        JsonArray results = answer.getJsonArray("results", new JsonArray());
        JsonArray series = results.isEmpty() ? null : results.getJsonObject(0).getJsonArray("series");
        return series == null
                ? OptionalLong.of(0)
                : OptionalLong.of(series.getJsonObject(0)
                        .getJsonArray("values")
                        .getJsonArray(0)
                        .getLong(1));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
