package dev.seonchak.lab.loadtest;

import dev.seonchak.audit.Deployment;
import dev.seonchak.lab.watch.Sampler;
import java.net.URI;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A deployment that runs already. Nothing of it is started, stopped or emptied.
 *
 * @param url where clients ask, a node or what balances between nodes
 */
public record Elsewhere(
        URI url, @Nullable String adminToken, @Nullable Deployment deployment) implements Ground {

    /** What {@code /metrics} of that address says; behind a balancer, of whichever node answers. */
    @Override
    public void watch(Sampler sampler) {
        sampler.node(SERVICE, url.toString(), () -> 0);
    }

    /** It is not this test that gave it any. */
    @Override
    public OptionalLong memoryBytes() {
        return OptionalLong.empty();
    }

    @Override
    public void close() {}

    /** Without the token. */
    @Override
    public String toString() {
        return url.toString();
    }
}
