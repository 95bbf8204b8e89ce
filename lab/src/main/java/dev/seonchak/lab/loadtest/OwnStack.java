package dev.seonchak.lab.loadtest;

import dev.seonchak.audit.Deployment;
import dev.seonchak.lab.rig.Evidence;
import dev.seonchak.lab.watch.Sampler;
import dev.seonchak.localstack.Ports;
import dev.seonchak.localstack.Progress;
import dev.seonchak.localstack.ServerProcess;
import dev.seonchak.localstack.Service;
import dev.seonchak.localstack.ServiceOptions;
import dev.seonchak.localstack.Stack;
import dev.seonchak.localstack.StackOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Redis, Kafka, MySQL and one node of the service as children of this process, on data that begin empty. */
public final class OwnStack implements Ground {

    private static final Pattern LARGEST_HEAP = Pattern.compile("-Xmx(\\d+)([kKmMgG])");
    private static final long BESIDES_HEAP_BYTES = 256L << 20;

    private final Stack stack;
    private final Service service;
    private final OptionalLong memoryBytes;

    private OwnStack(Stack stack, Service service, OptionalLong memoryBytes) {
        this.stack = stack;
        this.service = service;
        this.memoryBytes = memoryBytes;
    }

    /**
     * Starts all of it, on ports that are free.
     *
     * @param serviceClassPath the class path of the service's JVM
     * @param jvmOptions of the service
     * @param influx where the service sends its metrics too; null for nowhere
     */
    public static OwnStack start(
            Path dataDir,
            String serviceClassPath,
            List<String> jvmOptions,
            @Nullable InfluxTarget influx,
            Progress progress) {
        Stack stack = Stack.start(StackOptions.at(dataDir)
                .withPorts(Ports.free(), Ports.free(), Ports.free())
                .withReset(true)
                .withProgress(progress));
        Map<String, String> environment = new HashMap<>();
        if (influx != null) {
            environment.putAll(Map.of("SEONCHAK_INFLUX_URL", influx.secretUrl(), "SEONCHAK_INFLUX_STEP_S", "1"));
        }
        try {
            Service service =
                    stack.service(new ServiceOptions(SERVICE, Ports.free(), serviceClassPath, jvmOptions, environment));
            service.start();
            progress.step(service.name(), "ready on port " + service.port());
            return new OwnStack(stack, service, memoryBytes(jvmOptions));
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    @Override
    public URI url() {
        return URI.create(service.url());
    }

    @Override
    public String adminToken() {
        return stack.adminToken();
    }

    @Override
    public Deployment deployment() {
        return Evidence.of(stack);
    }

    @Override
    public OptionalLong memoryBytes() {
        return memoryBytes;
    }

    /** The last of several options is the one that the JVM takes. */
    private static OptionalLong memoryBytes(List<String> jvmOptions) {
        return jvmOptions.stream()
                .map(LARGEST_HEAP::matcher)
                .filter(Matcher::matches)
                .mapToLong(heap -> (Long.parseLong(heap.group(1)) << shift(heap.group(2))) + BESIDES_HEAP_BYTES)
                .reduce((earlier, later) -> later);
    }

    private static int shift(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "k" -> 10;
            case "m" -> 20;
            default -> 30;
        };
    }

    @Override
    public void watch(Sampler sampler) {
        sampler.node(SERVICE, service.url(), service::pid);
        for (ServerProcess server : List.of(stack.redis(), stack.kafka(), stack.mysql())) {
            sampler.process(server.name(), server::pid);
        }
    }

    @Override
    public void close() {
        stack.close();
    }
}
