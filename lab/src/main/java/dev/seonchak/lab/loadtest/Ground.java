package dev.seonchak.lab.loadtest;

import dev.seonchak.audit.Deployment;
import dev.seonchak.lab.watch.Sampler;
import java.io.IOException;
import java.net.URI;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Where the load falls: servers and a service of this machine, or a deployment that is already there. */
public interface Ground extends AutoCloseable {

    /** The name under which the service is watched. */
    String SERVICE = "Service";

    /** Where clients ask. */
    URI url();

    /** The bearer token for {@code /admin}; null where nobody gave one. */
    @Nullable
    String adminToken();

    /** Where an audit reads; null where nobody said. */
    @Nullable
    Deployment deployment();

    /** How much resident memory the service may have, in bytes; empty where nobody can say. */
    OptionalLong memoryBytes();

    /** Has the service and, as far as this machine can see them, its servers watched. */
    void watch(Sampler sampler);

    @Override
    void close() throws IOException;
}
