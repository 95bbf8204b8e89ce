package dev.seonchak.lab.rig;

import dev.seonchak.audit.Deployment;
import dev.seonchak.localstack.Stack;
import java.util.Map;

/** Where an audit finds what happened on servers of the lab's own. */
public final class Evidence {
    /** The claim log's topic; the service's own default. */
    public static final String TOPIC = "seonchak.claims";

    /** Partitions of the claim log; the service's own default. */
    public static final int PARTITIONS = 4;

    private Evidence() {}

    /** Log, rows and gate of a stack. */
    public static Deployment of(Stack stack) {
        return new Deployment(
                stack.bootstrapServers(),
                Map.of(),
                TOPIC,
                PARTITIONS,
                stack.mysql().url(),
                stack.redis().url());
    }
}
