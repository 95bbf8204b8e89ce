package dev.seonchak.localstack;

import java.util.List;
import java.util.Map;

/**
 * How to start a {@link Service}.
 *
 * @param name        what it is called on the terminal and in log file names; unique in its stack
 * @param port        its HTTP port on 127.0.0.1
 * @param classPath   the class path of its JVM
 * @param jvmOptions  such as {@code -Xmx512m}
 * @param adminToken  the bearer token of {@code /admin}
 * @param environment added to the environment last, so it may also replace the URLs of the servers (by those of a proxy)
 */
public record ServiceOptions(
        String name,
        int port,
        String classPath,
        List<String> jvmOptions,
        String adminToken,
        Map<String, String> environment) {}
