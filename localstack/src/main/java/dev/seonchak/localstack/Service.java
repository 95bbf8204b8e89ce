package dev.seonchak.localstack;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One node of the coupon service as a child process, reached by HTTP on 127.0.0.1. */
public final class Service extends ServerProcess {
    private static final String MAIN = "dev.seonchak.service.Main";
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final ServiceOptions options;
    private final Stack stack;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    Service(ServiceOptions options, Stack stack, DataDir home, Progress progress) {
        super(options.name(), options.port(), home, progress);
        this.options = options;
        this.stack = stack;
    }

    @Override
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    Launch prepare() {
        Ports.requireFree(port(), name(), "--port");
        List<String> command = words(java());
        command.addAll(options.jvmOptions());
        command.addAll(List.of("-cp", options.classPath(), MAIN, "serve"));
        Map<String, String> environment = new HashMap<>();
        environment.put("SEONCHAK_REDIS_URL", stack.redis().url());
        environment.put("SEONCHAK_KAFKA_URL", stack.kafkaUrl());
        environment.put("SEONCHAK_MYSQL_URL", stack.mysql().url());
        int brokers = stack.brokers().size();
        environment.put("SEONCHAK_LOG_REPLICATION_FACTOR", Integer.toString(brokers));
        environment.put("SEONCHAK_LOG_MIN_INSYNC_REPLICAS", Integer.toString(brokers / 2 + 1));
        environment.put("SEONCHAK_HTTP_HOST", "127.0.0.1");
        environment.put("SEONCHAK_HTTP_PORT", Integer.toString(port()));
        environment.put("SEONCHAK_ADMIN_TOKEN", stack.adminToken());
        stack.publish(fileName() + "Url", url());
        environment.putAll(options.environment());
        return new Launch(command, environment);
    }

    @Override
    boolean answers() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/health/ready"))
                .timeout(TIMEOUT)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == HttpURLConnection.HTTP_OK;
        } catch (InterruptedException e) {
            throw Waits.interrupted(e);
        }
    }
}
