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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Redis, Kafka, MySQL and one node of the service as children of this process, on data that begin empty. */
public final class OwnStack implements Ground {

    private final Stack stack;
    private final Service service;

    private OwnStack(Stack stack, Service service) {
        this.stack = stack;
        this.service = service;
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
            Service service = stack.service(
                    new ServiceOptions("Service", Ports.free(), serviceClassPath, jvmOptions, environment));
            service.start();
            progress.step(service.name(), "ready on port " + service.port());
            return new OwnStack(stack, service);
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
