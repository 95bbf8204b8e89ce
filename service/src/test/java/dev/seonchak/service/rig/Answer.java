package dev.seonchak.service.rig;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;

/** What a node answered. */
public record Answer(int status, HttpHeaders headers, String body) {

    static Answer of(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    public JsonObject json() {
        return new JsonObject(body);
    }

    /** The problem's code, or nothing where the answer is no problem. */
    public String code() {
        return json().getString("code", "");
    }

    public int serial() {
        return json().getInteger("serial", 0);
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** True where asking again is what the answer asks for. */
    public boolean unavailable() {
        return status == 503;
    }
}
